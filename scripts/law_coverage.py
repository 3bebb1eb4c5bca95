"""Write docs/law-coverage.md, or say what the shelf misses.

python scripts/law_coverage.py            write the document; exit 1 when the shelf has a fault
python scripts/law_coverage.py --check    change nothing; exit 1 for a fault or a stale document
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from statutes import coverage, shelf  # noqa: E402 (the root is put on the path above)

DOCUMENT = ROOT / "docs" / "law-coverage.md"


def main(arguments: list[str]) -> int:
    """Write or check; gives the exit code."""
    listed, rules = coverage.provisions(), shelf()
    tests = coverage.mentions(ROOT / "tests", rules)
    found = coverage.faults(listed, rules, tests)
    text = coverage.document(listed, rules, tests)
    if "--check" not in arguments:
        DOCUMENT.write_text(text, encoding="utf-8")
    elif not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != text:
        found.append("docs/law-coverage.md is stale: run python scripts/law_coverage.py")
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
