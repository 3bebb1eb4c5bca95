"""A process tree of small shell children, to be run as a program of its own: `python tree.py FOLDER`.

Every child writes its process id, and that of the process it starts, into FOLDER as a line of `NAME.pids`.
"""

import os
import sys
from pathlib import Path

from config.supervisor import AlreadyRunning, Child, Patience, Supervisor, hold

BODIES = {
    # Dies at once when told to stop, and would leave the process it started behind.
    "pool": 'sleep 300 & echo "$$ $!" >> {pids}; wait',
    # Takes a moment to finish its work, and says so.
    "polite": 'trap "sleep 0.2; echo finished >> {pids}; exit 0" TERM; '
    'sleep 300 & echo "$$ $!" >> {pids}; while :; do wait; done',
    # Does not hear.
    "deaf": 'trap "" TERM; sleep 300 & echo "$$ $!" >> {pids}; while :; do wait; done',
    # Starts a process that leaves its group and its session.
    "stray": 'setsid sleep 300 & echo "$$ $!" >> {pids}; wait',
    # Never stays up.
    "broken": 'echo "$$ $$" >> {pids}; echo "no such table"; exit 3',
}


def main() -> int:
    folder = Path(sys.argv[1])
    children = [
        Child(
            name,
            ["/bin/sh", "-c", BODIES[name].format(pids=folder / f"{name}.pids")],
            dict(os.environ),
            folder / "log" / f"{name}.log",
        )
        for name in sys.argv[2:]
    ]
    patience = Patience(first_wait=0.1, longest_wait=0.4, well_after=30.0, drain=1.0)
    try:
        with hold(folder / "lock", f"process {os.getpid()}"):
            return Supervisor(children, patience).run()
    except AlreadyRunning as running:
        print(f"refused: {running}", file=sys.stderr)  # noqa: T201  # this is a program
        return 2


if __name__ == "__main__":
    sys.exit(main())
