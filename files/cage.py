"""The cage a process puts itself into before it touches what a stranger sent: no network, no files, no children.

Linux only, and on purpose without a way to do without: where the kernel will not let it in, nothing is converted.
"""

import ctypes
import os
import resource
from pathlib import Path

from files import limits

CLONE_NEWNET, CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWIPC = 0x40000000, 0x10000000, 0x00020000, 0x08000000
PR_SET_NO_NEW_PRIVS, PR_SET_DUMPABLE = 38, 4
NOBODY = 65534
MEMORY = 2048 * limits.MEBI
PROCESSOR_SECONDS = 60
LARGEST_COPY = 200 * limits.MEBI
OPEN_FILES = 32
_CAPABILITIES_V3 = 0x20080522
EXIT = 78
"""How a process ends that the kernel did not let into the cage: a matter of the machine, not of the file."""
_NETWORK = "/proc/self/ns/net"


class NoCage(RuntimeError):
    """The kernel refused a part of the cage; nothing may be read that came from outside."""


def enter(empty_folder: str) -> None:
    """Shut this process in, for good: limits, a network of its own with nobody in it, an empty folder as its root.

    Everything the work needs must be loaded before. Raises `NoCage`; then the caller reads nothing and ends.
    """
    _limit()
    libc = ctypes.CDLL(None, use_errno=True)
    before = Path(_NETWORK).readlink()
    as_root = os.geteuid() == 0
    # A user namespace gives an ordinary account the right to leave the network; root has it already, and gives it back.
    _ask(
        libc.unshare((0 if as_root else CLONE_NEWUSER) | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC), "unshare"
    )
    if Path(_NETWORK).readlink() == before:
        raise NoCage("network")
    try:
        os.chroot(empty_folder)
        os.chdir("/")
        if as_root:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        raise NoCage("chroot") from None
    _ask(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    _ask(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl")
    _give_back_every_right(libc)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_COPY),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def _give_back_every_right(libc: ctypes.CDLL) -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_V3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _ask(libc.capset(ctypes.byref(header), ctypes.byref(nothing)), "capset")


def _ask(answer: int, what: str) -> None:
    if answer != 0:
        raise NoCage(what)
