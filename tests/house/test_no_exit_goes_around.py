"""No code of ours makes a file, a mail, an archive or a connection past the one exit; and no address shows a name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from procedure.corridor import record
from tests.api.test_crawler import ADDRESSES, OF_THE_SESSION, County, body_of, fillings
from tests.cases.stories import again
from tests.past import unjudged

ROOT = Path(__file__).resolve().parents[2]
EXIT = "documents/leaving.py"

# What lets something out, by its last name, whoever it is imported from.
WAYS_OUT = frozenset(
    {
        "FileResponse", "StreamingHttpResponse", "EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail",
        "mail_admins", "mail_managers", "urlopen", "urlretrieve", "create_connection",
    }
)  # fmt: skip
MODULES = frozenset(
    {
        "csv", "zipfile", "tarfile", "openpyxl", "docx", "smtplib", "socket", "ftplib", "requests", "httpx", "urllib.request",
        "urllib3", "http.client", "paramiko", "telnetlib", "xmlrpc", "shutil.make_archive",
    }
)  # fmt: skip
HEADERS = frozenset({"content-disposition", "x-accel-redirect", "x-sendfile"})

ALLOWED = {
    ("config/serve.py", "http.client"): "asks our own web process on this machine whether it answers",
    ("config/serve.py", "socket"): "asks whether the port is free; sends nothing",
    ("notices/digests.py", "smtplib"): "the names of what a mail server may answer; nothing is sent with it",
    ("notices/digests.py", "EmailMessage"): "names the type; the mail is made by documents.leaving.mail",
    ("files/words.py", "zipfile"): "reads archives; opens none for writing",
    ("files/words.py", "EmailMessage"): "the type of a letter that is read",
    ("files/kinds.py", "zipfile"): "reads what kind of archive a file is",
    ("files/limits.py", "zipfile"): "reads how much an archive holds before anybody unpacks it",
    (
        "files/office.py",
        "zipfile",
    ): "writes the sterile copy, in the cage, from which it goes into our own store",
    ("evidence/scanner.py", "socket"): "hands a file to the operator's own scanner before it is taken in",
    ("evidence/scanner.py", "create_connection"): "the same",
    (
        "accounts/oidc.py",
        "requests",
    ): "the county's identity service is asked who signs in; an officer, never a matter",
}
"""Every place that may name a way out without being the exit, with its reason."""


def ways_out(source: str) -> Iterator[str]:
    """What a piece of code imports, calls or writes that could let something out past the exit."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield from _imported(node.module or "", [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield from _imported(alias.name, [])
        elif isinstance(node, ast.Attribute) and node.attr in WAYS_OUT:
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower() in HEADERS:
            yield node.value
        elif isinstance(node, ast.Call):
            yield from _called(node)


def _imported(module: str, names: list[str]) -> Iterator[str]:
    if any(module == each or module.startswith(f"{each}.") for each in MODULES):
        yield module
    for name in names:
        if name in WAYS_OUT:
            yield name
        elif f"{module}.{name}" in MODULES:
            yield f"{module}.{name}"


def _called(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if name == "HttpResponse" and "content_type" in given:
        yield "HttpResponse(content_type)"
    if name in {"import_module", "__import__"} and node.args and isinstance(node.args[0], ast.Constant):
        yield from _imported(str(node.args[0].value), [])


def first_party() -> list[Path]:
    rooms = [found.parent for found in ROOT.glob("*/__init__.py") if found.parent.name != "tests"]
    return sorted(path for room in rooms for path in room.rglob("*.py") if "migrations" not in path.parts)


def test_nothing_leaves_but_through_the_exit():
    found = {
        (str(path.relative_to(ROOT)), way)
        for path in first_party()
        for way in ways_out(path.read_text(encoding="utf-8"))
        if str(path.relative_to(ROOT)) != EXIT
    }
    assert found - set(ALLOWED) == set(), "use documents.leaving"
    assert set(ALLOWED) - found == set(), "an exception nobody needs any more"


def test_one_page_alone_is_not_read_on_its_way_to_an_outsider():
    using = {
        str(path.relative_to(ROOT))
        for path in first_party()
        if "outsiders import granted" in path.read_text(encoding="utf-8")
    }
    assert using == {"desk/unsealing_view.py"}


def test_what_is_excepted_makes_nothing():
    for path, name in ALLOWED:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            assert called != "EmailMessage", path
            assert called not in {"SMTP", "SMTP_SSL", "sendmail"}, path
            if called == "ZipFile" and path != "files/office.py":
                assert len(call.args) == 1, f"{path}: {name} for writing"
                assert not call.keywords, path


@pytest.mark.parametrize(
    "written",
    [
        "from django.http import FileResponse",
        "import django.http as h\nh.FileResponse(x)",
        "from django.core.mail import EmailMessage as Letter",
        "from django.core import mail\nmail.send_mail('a', 'b', 'c', [])",
        "import zipfile",
        "from csv import writer",
        "import openpyxl.workbook",
        "from urllib.request import urlopen",
        "from urllib import request",
        "import socket as s",
        "answer['Content-Disposition'] = 'attachment'",
        "HttpResponse(data, content_type='application/pdf')",
        "importlib.import_module('smtplib')",
    ],
)
def test_the_walk_would_notice(written):
    assert list(ways_out(written))


def test_the_exit_is_where_the_walk_looks():
    assert {"csv", "zipfile", "EmailMessage"} <= set(ways_out((ROOT / EXIT).read_text(encoding="utf-8")))


# --- every address, as officers of other authorities -----------------------------------------------------------------

NAME, PHONE = "欧阳守信", "13909520177"
OUTSIDERS = ("gongan1", "jiancha1", "jijian1")


@pytest.fixture
def planted(in_november):
    """A matter handed to the police, in whose journal somebody wrote down who reported it."""
    walk = in_november
    taken = walk.call("卖过期肉", name=NAME, phone=PHONE, as_complaint=False)
    case = walk.facts(walk.file(walk.verify(taken.report)), sold="61000")
    referral = walk.transfer(walk.submit(walk.suspect(case)))
    facts = {"proof": f"由举报人{NAME}（{PHONE}）当面转交"}
    with unjudged():
        record(walk.act("zhifa1"), again(referral), "送达", basis="record.process", facts=facts)
    return County(
        {m.number: m for m in (taken.report, case, referral)},
        {m.number: [] for m in (taken.report, case, referral)},
    )


def walked(cast, county, account):
    """How many addresses were asked for, and those whose answer names the reporter."""
    client = Client(raise_request_exception=False)
    client.force_login(cast[account])
    _row, token = AuthToken.objects.create(cast[account])
    asked, shown = 0, []
    for name in ADDRESSES:
        if name in OF_THE_SESSION:
            continue
        for filled in fillings(county, name, 0):
            answer = client.get(reverse(name, kwargs=filled), headers={"Authorization": f"Token {token}"})
            asked += 1
            body = body_of(answer)
            if NAME in body or PHONE in body:
                shown.append(name)
    return asked, shown


@pytest.mark.django_db(databases=["default", "vault"])
def test_no_address_names_the_reporter_to_an_outsider(planted, cast):
    for account in OUTSIDERS:
        asked, shown = walked(cast, planted, account)
        assert asked > 40
        assert shown == [], account


@pytest.mark.django_db(databases=["default", "vault"])
def test_without_the_exit_an_outsider_would_read_it(planted, cast, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "outsiders" not in name]
    _asked, shown = walked(cast, planted, "gongan1")
    assert {"desk:matter", "api:matter"} <= set(shown)
