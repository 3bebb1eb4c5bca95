"""Everything the parts of an office file say: body, headers, comments, deletions, hidden sheets, properties, links.

Every XML part is read whole, text and attributes alike: a tracked deletion, a hidden row and an author's name are text
or an attribute of some element, so nothing depends on knowing them all. Text of one paragraph or cell is joined, since
a name may be spread over several runs.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder  # only what is built; parsing is defused

from defusedxml.ElementTree import DefusedXMLParser

_ENDINGS = (".xml", ".rels", ".vml")
_BLOCKS = frozenset(("p", "si", "c", "comment", "text", "tr", "row", "is"))


def is_part(name: str) -> bool:
    """Whether an entry of an office file is one of its XML parts; all else is a file of its own."""
    return name.lower().endswith(_ENDINGS)


class _Whole(TreeBuilder):
    """The tree of a part, and beside it what a tree leaves out: comments, instructions, names of name spaces."""

    def __init__(self) -> None:
        super().__init__()
        self.beside: list[str] = []

    def comment(self, text: str | None) -> None:  # type: ignore[override]  # nothing of it stands in the tree
        self.beside.append(text or "")

    def pi(self, target: str, text: str | None = None) -> None:  # type: ignore[override]
        self.beside.append(f"{target} {text or ''}")

    def start_ns(self, prefix: str, uri: str) -> None:
        self.beside += [prefix, uri]


def words(data: bytes) -> Iterator[str]:
    """Every text, attribute and joined paragraph of one part; raises for XML that is broken or defines entities."""
    whole = _Whole()
    parser = DefusedXMLParser(target=whole, forbid_dtd=True)
    parser.feed(data)
    root: Element = parser.close()
    yield from whole.beside
    for element in root.iter():
        # An element or attribute may itself be called by a name.
        yield from (said for said in (element.tag, *element.attrib) if not said.isascii())
        if element.text and element.text.strip():
            yield element.text
        if element.tail and element.tail.strip():
            yield element.tail
        yield from (value for value in element.attrib.values() if len(value) > 1)
        if element.tag.rpartition("}")[2] in _BLOCKS:
            yield "".join(_joined(element))


def _joined(element: Element) -> Iterator[str]:
    yield from element.itertext()
