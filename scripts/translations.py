"""The English catalogue: compile it, extract its strings anew, or check that it is complete.

    python scripts/translations.py compile    .po to .mo where the .mo is older; Python alone, no gettext needed
    python scripts/translations.py extract    bring locale/*.po up to date with the sources (needs gettext)
    python scripts/translations.py check      exit 1 for every string without a sound English one (needs gettext)

Chinese is the source language, so only `en` has a catalogue. The .mo files are not committed: they are made at
set-up from the .po, by this program, so that a fresh machine needs no system package for it.
"""

import ast
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
SOURCES = {".py", ".html", ".txt"}
# Tests speak of strings without showing them to anybody; the rest is not ours or not the program.
LEFT_OUT = {".venv", ".git", "data", "tests", "docs", "scripts", "node_modules", "__pycache__"}

# What the doors show goes through gettext; here Chinese outside it is a fault.
DOORS = ("desk", "api", "portal", "templates/desk", "templates/portal")
MARK = "# Chinese as it is:"  # on a line of Python, with the reason after it
GETTEXT = (
    {"_"}
    | {f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy")}
    | {"gettext_noop"}
)

HAN = re.compile("[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+")
# What a template may hold Chinese in: translated blocks, comments, tags and variables, elements marked as Chinese.
SPOKEN_FOR = re.compile(
    r"\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->"
    r"|<(\w+)(?=[^>]*\slang=\"zh)[^>]*>.*?</\1>",
    re.DOTALL,
)


@dataclass
class Entry:
    """One string of a catalogue: where it is used, what it says in Chinese and in English."""

    msgid: str = ""
    msgctxt: str | None = None
    msgid_plural: str | None = None
    msgstr: dict[int, str] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """What gettext looks the string up by: context, an EOT character, then the Chinese."""
        return self.msgid if self.msgctxt is None else f"{self.msgctxt}\4{self.msgid}"

    @property
    def place(self) -> str:
        return self.places[0] if self.places else "?"


class BadCatalogueError(Exception):
    """A line of a .po file that cannot be read; the text says which."""


def read_po(path: Path) -> list[Entry]:
    """The entries of a .po file, header first; what is marked obsolete (`#~`) is passed over.

    Raises BadCatalogueError with the file and line number of what it does not understand.
    """
    entries: list[Entry] = []
    entry, slot = Entry(), ""
    begun = False
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = raw.strip()
        # A new entry begins where a comment, a context or an id follows a translation.
        if begun and slot.startswith("msgstr") and not line.startswith(('"', "msgstr")):
            entries.append(entry)
            entry, slot, begun = Entry(), "", False
        if line.startswith("#~") or not line:
            continue
        if line.startswith("#"):
            if line.startswith("#:"):
                entry.places += line[2:].split()
            elif line.startswith("#,") and "fuzzy" in line:
                entry.fuzzy = True
            continue
        match = re.fullmatch(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?(".*")', line)
        if match is None or (match[1] is None and not slot):
            raise BadCatalogueError(f"{path}:{number}: {line}")
        begun, slot = True, match[1] or slot
        _add(entry, slot, ast.literal_eval(match[2]))
    return entries


def _add(entry: Entry, slot: str, text: str) -> None:
    if slot.startswith("msgstr"):
        index = int(slot[7:-1]) if "[" in slot else 0
        entry.msgstr[index] = entry.msgstr.get(index, "") + text
    else:
        setattr(entry, slot, (getattr(entry, slot) or "") + text)


def mo_bytes(entries: list[Entry]) -> bytes:
    """The compiled form of a catalogue, as the GNU gettext manual lays it out; fuzzy and empty ones left out."""
    pairs = []
    for entry in entries:
        if not entry.msgstr.get(0) or (entry.fuzzy and entry.msgid):
            continue
        key = entry.key if entry.msgid_plural is None else f"{entry.key}\0{entry.msgid_plural}"
        value = "\0".join(text for _index, text in sorted(entry.msgstr.items()))
        pairs.append((key.encode(), value.encode()))
    pairs.sort()
    head = 7 * 4
    originals: list[int] = []
    translations: list[int] = []
    store = b""
    start = head + 16 * len(pairs)
    for which, table in ((0, originals), (1, translations)):
        for pair in pairs:
            table += [len(pair[which]), start + len(store)]
            store += pair[which] + b"\0"
    tables = struct.pack(f"<{4 * len(pairs)}I", *originals, *translations)
    return (
        struct.pack("<7I", 0x950412DE, 0, len(pairs), head, head + 8 * len(pairs), 0, start) + tables + store
    )


def compile_all(root: Path = ROOT) -> None:
    """Compile each catalogue whose compiled form is missing or older."""
    for po in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        part = mo.with_suffix(".part")
        part.write_bytes(mo_bytes(read_po(po)))
        part.replace(mo)
        print(f"translations: {mo.relative_to(root)}")


# --- extracting and checking --------------------------------------------------------------------------------


def sources(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if path.name in LEFT_OUT:
            continue
        if path.is_dir():
            yield from sources(path)
        elif path.suffix in SOURCES:
            yield path


def make_messages(root: Path, where: Path) -> Path:
    """Extract every string of the sources under `root` into a copy of the catalogue under `where`; its path.

    The extraction works on a copy, so that a check changes nothing in the tree.
    """
    for source in sources(root):
        copy = where / source.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    catalogue = where / CATALOGUE
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    if (root / CATALOGUE).exists():
        shutil.copyfile(root / CATALOGUE, catalogue)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-obsolete", "--no-wrap"]
    command += ["--extension", ",".join(sorted(SOURCES)), "--verbosity", "0", "--add-location", "file"]
    # Without our settings: the extraction reads the copied folder, and must not look for a program in it.
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(command, cwd=where, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        raise BadCatalogueError(done.stderr.strip()[-2000:])
    return catalogue


def faults(entry: Entry) -> list[str]:
    """What is wrong with the English of one string, in words; empty when nothing is."""
    if not entry.msgstr.get(0) or not all(entry.msgstr.values()):
        return ["no English"]
    found = ["marked fuzzy: look at it and take the mark away"] if entry.fuzzy else []
    for text in entry.msgstr.values():
        if text == entry.msgid and HAN.search(text):
            found.append("the English is the Chinese")
        wanted = set(PLACEHOLDER.findall(entry.msgid))
        # A plural form may leave a number out ("one matter"); it may never name one that is not there.
        given = set(PLACEHOLDER.findall(text))
        if given - wanted or (entry.msgid_plural is None and wanted != given):
            found.append(f"placeholders differ: {sorted(wanted)} and {sorted(given)}")
        if sorted(TAG.findall(entry.msgid)) != sorted(TAG.findall(text)):
            found.append("HTML tags differ")
    return found


def bare_in_python(text: str) -> list[tuple[int, str]]:
    """Chinese strings of a Python file that no gettext call holds: line and string. Docstrings are not strings."""
    tree = ast.parse(text)
    lines = text.splitlines()
    spoken_for: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spoken_for.add(node.value)
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in GETTEXT:
                spoken_for.update(ast.walk(node))
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HAN.search(node.value)
        and node not in spoken_for
        and MARK not in lines[node.lineno - 1]
    ]


def bare_in_template(text: str) -> list[tuple[int, str]]:
    """Chinese words of a template that no translation tag holds: line and what stands there."""
    rest = SPOKEN_FOR.sub(lambda held: "\n" * held[0].count("\n"), text)
    return [(number, line.strip()) for number, line in enumerate(rest.split("\n"), 1) if HAN.search(line)]


def bare(root: Path) -> list[str]:
    """Chinese at the doors that an English reader would be shown, one line each."""
    found = []
    for door in DOORS:
        for path in sources(root / door) if (root / door).is_dir() else ():
            if path.name == "apps.py" or path.parent.name == "migrations":
                continue  # read by Django, not by people
            look = bare_in_python if path.suffix == ".py" else bare_in_template
            for number, words in look(path.read_text(encoding="utf-8")):
                found.append(f"{path.relative_to(root)}:{number}: {words[:60]!r}: outside gettext")
    return found


def check(root: Path = ROOT) -> list[str]:
    """Every fault of the catalogue against the sources under `root`, one line each."""
    known = read_po(root / CATALOGUE) if (root / CATALOGUE).exists() else []
    with tempfile.TemporaryDirectory() as scratch:
        extracted = read_po(make_messages(root, Path(scratch)))
    found = [f"{e.place}: {e.msgid!r}: {fault}" for e in extracted if e.msgid for fault in faults(e)]
    used = {entry.key for entry in extracted}
    found += bare(root)
    found += [f"{CATALOGUE}: {e.msgid!r}: no longer used" for e in known if e.key not in used]
    return found


def main() -> int:
    """Do what the one argument names. Returns the exit code."""
    verb = sys.argv[1] if len(sys.argv) == 2 else ""
    if verb not in {"compile", "extract", "check"}:
        print(__doc__, file=sys.stderr)
        return 2
    if verb != "compile" and shutil.which("xgettext") is None:
        print("translations: no xgettext on this machine. Run: apt-get install gettext", file=sys.stderr)
        return 1
    try:
        if verb == "compile":
            compile_all()
            return 0
        if verb == "extract":
            with tempfile.TemporaryDirectory() as scratch:
                made = make_messages(ROOT, Path(scratch))
                (ROOT / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(made, ROOT / CATALOGUE)
            return 0
        found = check()
    except BadCatalogueError as bad:
        print(f"translations: {bad}", file=sys.stderr)
        return 1
    for line in found:
        print(line)
    strings = (
        "every string has its English" if not found else f"{len(found)} faults; see also `make messages`"
    )
    print(f"translations: {strings}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
