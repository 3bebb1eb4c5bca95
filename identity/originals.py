"""Opening the data keys of sealed evidence and sealed messages; never a person's.

A protected module: the contract names who may import it, and the process needs the vault's private key. Who looks at
an original, and why, is written into the matter's journal by the caller before it asks here.
"""

from identity import keys, unwrap
from identity.datakeys import EVIDENCE, MESSAGE


class NotAnOriginal(ValueError):
    """Raised when the data key of anything but evidence or a message is asked for here."""


def opened(ref: str) -> bytes:
    """The data key of "E-…" or "M-…", in the worker only.

    Raises `NotAnOriginal` for a person's reference, `VaultClosed` in a process without the private key,
    `unwrap.KeyGone` when nothing was sealed under the reference or it was disposed of, `SealBroken` when the wrap
    was changed, moved, or needs a vault key this process was not given.
    """
    if not ref.startswith((EVIDENCE, MESSAGE)):
        raise NotAnOriginal("此处只能启封证据和消息")
    return unwrap.data_key(ref, keys.keyring())
