"""The shelf is whole: each fault of the coverage is found when it is there, and the document is current."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from statutes import BadShelf, Rule, coverage, rule, shelf
from statutes.coverage import Provision

ROOT = Path(__file__).resolve().parents[2]
LISTED = {"TS-15-1": Provision("TS-15-1", "令121第十五条第一款", "7个工作日")}
TESTS = {"complaint.acceptance": ["test_acceptance"]}


def acceptance(**changes: object) -> dict[str, Rule]:
    """A shelf of one rule with one version, changed as asked."""
    own = rule("complaint.acceptance")
    version = replace(own.versions[-1], rows=("TS-15-1",))
    return {own.name: replace(own, versions=(replace(version, **changes),))}


def test_the_shelf_is_whole() -> None:
    rules = shelf()
    tests = coverage.mentions(ROOT / "tests", rules)
    assert coverage.faults(coverage.provisions(), rules, tests) == []


def test_the_document_is_current() -> None:
    """Run `python scripts/law_coverage.py` when this fails."""
    rules = shelf()
    tests = coverage.mentions(ROOT / "tests", rules)
    text = coverage.document(coverage.provisions(), rules, tests)
    assert (ROOT / "docs" / "law-coverage.md").read_text(encoding="utf-8") == text


def test_a_whole_shelf_has_no_fault() -> None:
    assert coverage.faults(LISTED, acceptance(), TESTS) == []


def test_a_provision_with_neither_rule_nor_reason_is_found() -> None:
    listed = LISTED | {"TS-33-1": Provision("TS-33-1", "令121第三十三条", "7个工作日")}
    assert coverage.faults(listed, acceptance(), TESTS) == [
        "TS-33-1 (令121第三十三条) has neither a rule nor a reason"
    ]


def test_a_provision_with_both_a_rule_and_a_reason_is_found() -> None:
    listed = {"TS-15-1": replace(LISTED["TS-15-1"], reason="no number in the text")}
    assert coverage.faults(listed, acceptance(), TESTS) == [
        "TS-15-1 has a reason, yet complaint.acceptance carries it out"
    ]


def test_a_row_that_is_not_listed_is_found() -> None:
    found = coverage.faults(LISTED, acceptance(rows=("TS-15-1", "TS-99-9")), TESTS)
    assert found == ["complaint.acceptance: row TS-99-9 is no listed provision"]


def test_a_period_without_a_provision_is_found() -> None:
    found = coverage.faults({}, acceptance(rows=()), TESTS)
    assert found == ["complaint.acceptance (令121第十五条第一款) carries out no provision"]


def test_a_period_of_our_own_needs_no_provision() -> None:
    own = acceptance(rows=())
    own = {name: replace(each, rank="design") for name, each in own.items()}
    assert coverage.faults({}, own, TESTS) == []


def test_a_period_nobody_tests_is_found() -> None:
    assert coverage.faults(LISTED, acceptance(examples=()), TESTS) == []
    assert coverage.faults(LISTED, acceptance(examples=()), {}) == [
        "complaint.acceptance (令121第十五条第一款) has neither an example nor a test"
    ]


def test_the_tests_of_a_rule_are_read_from_the_tests(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import pytest\n\n"
        '@pytest.mark.parametrize("name", ["case.decision"])\n'
        "def test_by_its_decorator(name): ...\n\n"
        'def test_by_its_body():\n    return "case.decision", "case.decision_kinds"\n\n'
        'def helper():\n    return "case.review"\n',
        encoding="utf-8",
    )
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "cases.toml").write_text('rule = "case.review"\n', encoding="utf-8")
    found = coverage.mentions(tmp_path, ["case.decision", "case.decision_kinds", "case.review"])
    assert found == {
        "case.decision": ["test_by_its_decorator", "test_by_its_body"],
        "case.decision_kinds": ["test_by_its_body"],
        "case.review": ["golden/cases.toml"],
    }


def test_the_document_marks_what_was_only_recalled() -> None:
    text = coverage.document(LISTED, acceptance(confidence="recalled"), TESTS)
    assert "待核 recalled" in text
    assert "test_acceptance" in text
    assert "待核 recalled" not in coverage.document(LISTED, acceptance(), TESTS)


def test_a_provision_without_its_period_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "provisions.toml").write_text('[row]\n"X-1" = { article = "某条" }\n', encoding="utf-8")
    monkeypatch.setattr(coverage, "TABLE", tmp_path / "provisions.toml")
    with pytest.raises(BadShelf, match="X-1"):
        coverage.provisions.__wrapped__()


# The command -----------------------------------------------------------------------------------------------


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    monkeypatch.delitem(sys.modules, "law_coverage", raising=False)
    return __import__("law_coverage")


def test_the_check_passes_on_this_tree_and_changes_nothing(command: ModuleType) -> None:
    before = command.DOCUMENT.stat().st_mtime_ns
    assert command.main(["--check"]) == 0
    assert command.DOCUMENT.stat().st_mtime_ns == before


def test_the_check_fails_on_a_stale_or_missing_document(
    command: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "DOCUMENT", tmp_path / "law-coverage.md")
    assert command.main(["--check"]) == 1
    assert command.main([]) == 0
    assert command.main(["--check"]) == 0
    command.DOCUMENT.write_text("old\n", encoding="utf-8")
    assert command.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err


def test_the_check_fails_on_a_fault(
    command: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One planted fault: the shelf loses the rule that carries out 广告法第五十三条."""
    rules = {name: each for name, each in shelf().items() if name != "report.advertising_notice"}
    monkeypatch.setattr(command, "shelf", lambda: rules)
    assert command.main(["--check"]) == 1
    assert "GG-53-1 (广告法第五十三条第一款) has neither a rule nor a reason" in capsys.readouterr().err


def test_the_rules_of_the_catalogue_have_a_period_today() -> None:
    """Every clock of the catalogue can be started on an ordinary day of 2026."""
    for code, names in coverage.carried_out(shelf().values()).items():
        periods = [
            version
            for name in names
            for version in shelf()[name].versions
            if version.amount is not None and code in version.rows
        ]
        assert periods, code
        if not code.startswith(("TS20", "GS45")):
            assert any(shelf()[version.rule].in_force_on(date(2026, 11, 2)) for version in periods), code
