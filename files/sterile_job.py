"""The process that makes one sterile copy: `python -P -m files.sterile_job KIND IN OUT FOLDER`.

IN and OUT are numbers of open files that exist in memory only. It loads what it needs, shuts itself in, and only
then looks at what came from outside. It answers one line of JSON; an answer is as little trusted as the file.
"""

import encodings.ascii
import encodings.cp437
import encodings.gb18030
import encodings.idna
import encodings.latin_1
import encodings.utf_8
import encodings.utf_8_sig
import encodings.utf_16
import encodings.utf_16_be
import encodings.utf_16_le  # noqa: F401  # in the cage there is no file system to load a module from
import json
import os
import sys
from typing import Any

from files import cage
from files.record import NotCleanable
from files.sterile import clean


def run(code: str, source: int, target: int, folder: str) -> dict[str, Any]:
    """Enter the cage and make the copy; what was taken out, or why there is no copy."""
    cage.enter(folder)
    with os.fdopen(source, "rb") as read, os.fdopen(target, "w+b") as written:
        try:
            record = clean(code, read, written)
            written.flush()
        except NotCleanable as not_cleanable:
            return {"not_cleanable": not_cleanable.code}
        except MemoryError:
            return {"not_cleanable": "beyond_limits"}
    return {"removed": dict(record.gone), "flags": dict(record.noticed)}


def main(arguments: list[str]) -> int:
    code, source, target, folder = arguments
    try:
        answer = run(code, int(source), int(target), folder)
    except cage.NoCage as refused:
        sys.stdout.write(json.dumps({"no_cage": str(refused)}))
        return cage.EXIT
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
