"""An Office file packed anew from the parts a reader sees: who wrote it, what was linked and what runs stays behind.

Parts are kept by an allow-list of relationships, walked from the document: a part nobody allowed is not carried
over, whatever its name. What each kept part says is cleaned in `files.office_parts`.
"""

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

from files import limits, office_parts, pictures
from files.record import NotCleanable, Record

CONTENT_TYPES = "[Content_Types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
BLANK = "about:blank"
# By the last word of the relationship's type. Comments, people, custom data, embedded objects, macros, printer
# settings, thumbnails, properties, signatures, pivot caches and external links are not among them.
_FOLLOWED = frozenset(
    {
        "officeDocument",
        "styles",
        "stylesWithEffects",
        "numbering",
        "settings",
        "fontTable",
        "theme",
        "header",
        "footer",
    }
    | {"footnotes", "endnotes", "image", "worksheet", "sharedStrings", "drawing", "chart", "table", "slide"}
    | {"slideLayout", "slideMaster", "notesSlide", "notesMaster", "tableStyles", "presProps", "webSettings"}
    | {"diagramData", "diagramLayout", "diagramColors", "diagramQuickStyle", "vmlDrawing", "chartsheet"}
    | {"themeOverride"}
)
_GONE = {
    "comments": "comments",
    "commentsExtended": "comments",
    "commentsIds": "comments",
    "commentsExtensible": "comments",
    "commentAuthors": "authors",
    "authors": "authors",
    "threadedComment": "comments",
    "people": "authors",
    "person": "authors",
    "customXml": "custom_data",
    "core-properties": "properties",
    "extended-properties": "properties",
    "custom-properties": "properties",
    "thumbnail": "preview",
    "oleObject": "embedded_objects",
    "package": "embedded_objects",
    "control": "active_content",
    "activeXControlBinary": "active_content",
    "externalLink": "external_links",
    "attachedTemplate": "external_links",
    "printerSettings": "application_data",
}
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets|dialogsheets", re.IGNORECASE)
_PICTURES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "gif": "gif", "webp": "webp"}
_MADE = (1980, 1, 1, 0, 0, 0)
_DEEPEST = 60


@dataclass
class _Package:
    """One Office file on its way: what was read, what is written, and what is told of it."""

    code: str
    packed: zipfile.ZipFile
    record: Record
    kept: dict[str, bytes] = field(default_factory=dict)


def clean(code: str, source: BinaryIO, target: BinaryIO, record: Record) -> None:
    """Write the file anew; raises `NotCleanable` for macros, broken parts, and pictures that cannot be painted anew."""
    limits.check_zip(source)
    with zipfile.ZipFile(source) as packed:
        package = _Package(code, packed, record)
        types = _xml(package, CONTENT_TYPES)
        _no_macros(packed, types)
        _carry(package, "", 0)
        _tell_what_stays(package)
        _write(package, types, target)


def _no_macros(packed: zipfile.ZipFile, types: Element) -> None:
    said = " ".join(str(each.get("ContentType")) for each in types)
    if (
        "macroEnabled" in said
        or "vbaProject" in said
        or any(_MACROS.search(name) for name in packed.namelist())
    ):
        raise NotCleanable("macros")


def _xml(package: _Package, part: str) -> Element:
    root: Element = fromstring(package.packed.read(part), forbid_dtd=True)
    return root


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target_of(part: str, target: str) -> str:
    """Which part a relationship means: from the root, or from beside the part that names it."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _carry(package: _Package, part: str, depth: int) -> None:
    """Carry over a part (the package itself is ""), and everything it is allowed to lead to."""
    if depth > _DEEPEST:
        raise NotCleanable("unknown_structure")
    rels = _rels_of(part)
    names = set(package.packed.namelist())
    dropped: dict[str, str] = {}
    if rels in names:
        links = _xml(package, rels)
        for link in list(links):
            kind = str(link.get("Type", "")).rsplit("/", 1)[-1]
            gone = _leaves(package, part, link, kind)
            if gone:
                dropped[str(link.get("Id"))] = kind
                links.remove(link)
        if len(links) or part == "":
            package.kept[rels] = _bytes(links)
        follow = [link for link in links if link.get("TargetMode") != "External"]
    else:
        follow = []
    if part:
        package.kept[part] = _part(package, part, dropped)
    for link in follow:
        target = _target_of(part, str(link.get("Target")))
        if target not in package.kept:
            package.kept[target] = b""  # reserved, so that parts that lead to each other end
            _carry(package, target, depth + 1)


def _leaves(package: _Package, part: str, link: Element, kind: str) -> bool:
    """Whether a relationship does not come along; an outside address of a text link is blanked instead."""
    if link.get("TargetMode") == "External":
        package.record.removed(_GONE.get(kind, "external_links"))
        if kind == "hyperlink":
            link.set("Target", BLANK)
            return False
        return True
    target = _target_of(part, str(link.get("Target", "")))
    if kind == "hyperlink":  # to another place of the same file
        return False
    if kind not in _FOLLOWED or target not in package.packed.namelist():
        package.record.removed(_GONE.get(kind, "other_parts"))
        return True
    return kind == "vmlDrawing" and package.code == "xlsx"  # in a sheet these draw the boxes of comments


def _part(package: _Package, part: str, dropped: dict[str, str]) -> bytes:
    ending = part.rsplit(".", 1)[-1].casefold()
    if ending in {"xml", "vml"}:
        data = package.packed.read(part)
        root: Element = fromstring(data, forbid_dtd=True)
        root = office_parts.clean(package.code, part, root, dropped, package.record)
        return _bytes(root)
    if ending not in _PICTURES:
        raise NotCleanable("unknown_picture")
    painted, told = io.BytesIO(), Record()
    raw = io.BytesIO(package.packed.read(part))
    pictures.clean(_PICTURES[ending], raw, painted, told)
    package.record.removed("pictures_data", sum(told.gone.values()))
    return painted.getvalue()


def _bytes(root: Element) -> bytes:
    data: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return data


def _tell_what_stays(package: _Package) -> None:
    left = [
        n for n in package.packed.namelist() if n not in package.kept and n != CONTENT_TYPES and n[-1] != "/"
    ]
    package.record.removed("other_parts", len([n for n in left if not n.endswith(".rels")]))
    package.record.removed("comments", len([n for n in left if "omments" in n and n.endswith(".xml")]))
    if package.packed.comment or any(entry.comment or entry.extra for entry in package.packed.infolist()):
        package.record.removed("application_data")
    if any(entry.date_time != _MADE for entry in package.packed.infolist()):
        package.record.removed("times")


def _write(package: _Package, types: Element, target: BinaryIO) -> None:
    for each in list(types):
        named = str(each.get("PartName", "")).lstrip("/")
        if each.tag == f"{TYPES}Override" and named not in package.kept:
            types.remove(each)
    first = {CONTENT_TYPES: _bytes(types)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in (first | package.kept).items():
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o600 << 16,
                0,
            )
            packed.writestr(entry, data)
