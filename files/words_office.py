"""Everything the parts of an office file say: body, headers, comments, deletions, hidden sheets, properties, links.

Every XML part is read whole, text and attributes alike: a tracked deletion, a hidden row and an author's name are text
or an attribute of some element, so nothing depends on knowing them all. Text of one paragraph or cell is joined, since
a name may be spread over several runs.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # only the type; parsing is defused

from defusedxml.ElementTree import fromstring

_ENDINGS = (".xml", ".rels", ".vml")
_BLOCKS = frozenset(("p", "si", "c", "comment", "text", "tr", "row", "is"))


def is_part(name: str) -> bool:
    """Whether an entry of an office file is one of its XML parts; all else is a file of its own."""
    return name.lower().endswith(_ENDINGS)


def words(name: str, data: bytes) -> Iterator[str]:
    """Every text, attribute and joined paragraph of one part; raises for XML that is broken or defines entities."""
    root = fromstring(data, forbid_dtd=True)
    for element in root.iter():
        if element.text and element.text.strip():
            yield element.text
        if element.tail and element.tail.strip():
            yield element.tail
        yield from (value for value in element.attrib.values() if len(value) > 1)
        if element.tag.rpartition("}")[2] in _BLOCKS:
            yield "".join(_joined(element))


def _joined(element: Element) -> Iterator[str]:
    yield from element.itertext()
