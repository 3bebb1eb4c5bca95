"""What stood in the house before texts were judged, or came in past that: the doors behind hold by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from procedure import texts


@contextmanager
def unjudged() -> Iterator[None]:
    """Within: nobody holds what is written against the sealed names, as if somebody had written past the corridor."""
    kept = texts._judges[:]
    texts._judges[:] = []
    try:
        yield
    finally:
        texts._judges[:] = kept
