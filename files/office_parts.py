"""What the parts of an Office file say that nobody sees: authors, revision marks, links, formulas that run."""

import re
from xml.etree.ElementTree import Element, register_namespace

from files.record import Record

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_ID = re.compile(r"rsid[A-Za-z]*$")

for _prefix, _space in {
    "w": W,
    "p": P,
    "a": A,
    "r": R,
    "mc": MC,
    "wp": "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}",
    "pic": "{http://schemas.openxmlformats.org/drawingml/2006/picture}",
    "xdr": "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}",
    "c": "{http://schemas.openxmlformats.org/drawingml/2006/chart}",
    "v": "{urn:schemas-microsoft-com:vml}",
    "o": "{urn:schemas-microsoft-com:office:office}",
    "m": "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
}.items():
    register_namespace(_prefix, _space.strip("{}"))

# Whole elements that go, and what their going is called.
_GONE = {
    f"{W}rsids": "edit_marks",
    f"{W}attachedTemplate": "external_links",
    f"{W}mailMerge": "external_links",
    f"{W}docVars": "custom_data",
    f"{W}writeProtection": "authors",
    f"{W}documentProtection": "application_data",
    f"{W}commentRangeStart": "comments",
    f"{W}commentRangeEnd": "comments",
    f"{W}commentReference": "comments",
    f"{W}annotationRef": "comments",
    f"{W}proofErr": "edit_marks",
    f"{W}customXmlPr": "custom_data",
    f"{W}dataBinding": "custom_data",
    f"{W}smartTagPr": "custom_data",
    f"{W}control": "active_content",
    f"{S}fileSharing": "authors",
    f"{S}fileRecoveryPr": "application_data",
    f"{S}webPublishing": "application_data",
    f"{S}oleObjects": "embedded_objects",
    f"{S}controls": "active_content",
    f"{S}legacyDrawing": "comments",
    f"{S}legacyDrawingHF": "other_parts",
    f"{S}externalReferences": "external_links",
    f"{S}pivotCaches": "other_parts",
    f"{S}extLst": "ignorable_extensions",
    f"{A}extLst": "ignorable_extensions",
    f"{P}extLst": "ignorable_extensions",
    f"{P}custDataLst": "custom_data",
    f"{P}modifyVerifier": "authors",
    f"{P}timing": "active_content",
}
_FIELDS = re.compile(
    r"\b(INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK|IMPORT|MACROBUTTON|DATABASE|USERNAME|AUTHOR)\b", re.I
)
_PERSONAL_FIELDS = re.compile(
    r"\b(FILENAME|LASTSAVEDBY|USERINITIALS|USERADDRESS|TEMPLATE|DOCPROPERTY)\b", re.I
)
_FORMULAS = re.compile(r"\[|\||WEBSERVICE|RTD\(|DDE|CALL\(|REGISTER|FILTERXML|IMAGE\(|HYPERLINK\(", re.I)
# Any attribute of these names, in whatever space, names a person, a machine or a moment.
_PERSONAL = frozenset(
    {"author", "initials", "userName", "userId", "lastModifiedBy", "refreshedBy", "codeName"}
)
_MOMENTS = frozenset({"date", "dt", "refreshedDate", "dateUtc"})
# Alternative texts that editors fill with the path or the name of the picture's file.
_DESCRIBED = frozenset({"descr", "title", "alt"})
_SAFE_ACTION = "ppaction://hlinkshowjump"


def clean(code: str, part: str, root: Element, dropped: dict[str, str], record: Record) -> Element:
    """One part without what nobody sees; `dropped` are the relationships that did not come along, by their id."""
    _resolve_alternatives(root, record)
    _forget_ignorable(root, record)
    authors: dict[str, str] = {}
    _walk(root, dropped, authors, record)
    _notice(code, part, root, record)
    return root


def _resolve_alternatives(root: Element, record: Record) -> None:
    """Take of each choice what every reader understands; what has no such form is an extension and goes."""
    for parent in list(root.iter()):
        for at, child in reversed(list(enumerate(parent))):
            if child.tag != f"{MC}AlternateContent":
                continue
            plainest = child.find(f"{MC}Fallback")
            parent.remove(child)
            if plainest is None:
                record.removed("ignorable_extensions")
                continue
            for offset, each in enumerate(list(plainest)):
                parent.insert(at + offset, each)
            # A choice inside a choice stands now where it can be resolved in turn.
            _resolve_alternatives(parent, record)


def _forget_ignorable(root: Element, record: Record) -> None:
    """Drop the extensions of later Office versions, which every reader may ignore: marks of documents and paragraphs."""
    for holder in list(root.iter()):
        for name in list(holder.attrib):
            if _is_extension(name):
                del holder.attrib[name]
                record.removed("edit_marks")
        for child in list(holder):
            if isinstance(child.tag, str) and _is_extension(child.tag):
                holder.remove(child)
                record.removed("ignorable_extensions")
        for mark in ("Ignorable", "ProcessContent", "MustUnderstand"):
            holder.attrib.pop(f"{MC}{mark}", None)


_LATER = re.compile(
    r"^\{(http://schemas\.microsoft\.com/office/|http://schemas\.microsoft\.com/office/mac|"
    r"http://schemas\.openxmlformats\.org/markup-compatibility|http://www\.wps\.cn/)"
)


def _is_extension(name: str) -> bool:
    if name.startswith(MC):
        return False
    # What stands in an AlternateContent without a choice left is of a later version; charts and shapes of 2010 too.
    return bool(_LATER.match(name))


def _walk(parent: Element, dropped: dict[str, str], authors: dict[str, str], record: Record) -> None:
    _attributes(parent, dropped, authors, record)
    for child in list(parent):
        if not isinstance(child.tag, str):
            parent.remove(child)  # a comment of the XML itself
            record.removed("comments")
            continue
        if child.tag in _GONE:
            _take_out(parent, child)
            record.removed(_GONE[child.tag])
            continue
        if _dangles(child, dropped):
            _take_out(parent, child)
            continue
        if child.tag == f"{S}f" and _FORMULAS.search(child.text or ""):
            parent.remove(child)  # the last result stands beside it and stays
            record.removed("dangerous_formulas")
            continue
        _words_that_run(child, record)
        _walk(child, dropped, authors, record)


def _take_out(parent: Element, child: Element) -> None:
    """Remove an element and keep the text that follows it."""
    tail, at = child.tail, list(parent).index(child)
    parent.remove(child)
    if tail and tail.strip():
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail


def _dangles(element: Element, dropped: dict[str, str]) -> bool:
    """Whether an element hangs on a relationship that did not come along; a picture loses its link instead."""
    if element.tag == f"{A}blip":
        return False
    return any(name.startswith(R) and value in dropped for name, value in element.attrib.items())


def _attributes(element: Element, dropped: dict[str, str], authors: dict[str, str], record: Record) -> None:
    for name, value in list(element.attrib.items()):
        bare = name.rsplit("}", 1)[-1]
        if name.startswith(R) and value in dropped:
            del element.attrib[name]
        elif XML_ID.match(bare) and name.startswith(W):
            del element.attrib[name]
            record.removed("edit_marks")
        elif bare in _PERSONAL:
            # The law of the format asks for an author of a change: who is who stays told apart, by a number.
            element.set(name, authors.setdefault(value, str(len(authors) + 1)))
            record.removed("authors")
        elif bare in _MOMENTS and (name.startswith((W, P)) or bare != "date"):
            del element.attrib[name]
            record.removed("times")
        elif bare in _DESCRIBED and element.tag.endswith(("docPr", "cNvPr", "shape", "imagedata")):
            del element.attrib[name]
            record.removed("metadata")
        elif bare == "name" and element.tag.endswith(("docPr", "cNvPr")):
            element.set(name, "-")
        elif bare == "action" and element.tag.startswith(f"{A}hlink") and not value.startswith(_SAFE_ACTION):
            del element.attrib[name]
            record.removed("active_content")


def _words_that_run(element: Element, record: Record) -> None:
    """Formulas and fields that fetch, start, or print a name: their last result stays, they go."""
    if element.tag == f"{S}definedName" and _FORMULAS.search(element.text or ""):
        element.text = "0"
        record.removed("dangerous_formulas")
    elif element.tag == f"{W}instrText":
        if _FIELDS.search(element.text or "") or _PERSONAL_FIELDS.search(element.text or ""):
            element.text = ""
            record.removed("dangerous_formulas")
    elif element.tag == f"{W}fldSimple":
        said = element.get(f"{W}instr", "")
        if _FIELDS.search(said) or _PERSONAL_FIELDS.search(said):
            element.set(f"{W}instr", "")
            record.removed("dangerous_formulas")


def _notice(code: str, part: str, root: Element, record: Record) -> None:
    """Say what is still in the part and easily overlooked."""
    if code == "docx":
        record.flag("hidden_text", len(root.findall(f".//{W}rPr/{W}vanish")))
        changed = [f".//{W}{tag}" for tag in ("ins", "del", "moveFrom", "moveTo")]
        record.flag("tracked_changes", sum(len(root.findall(each)) for each in changed))
    elif code == "xlsx":
        record.flag(
            "hidden_sheets", sum(s.get("state", "visible") != "visible" for s in root.iter(f"{S}sheet"))
        )
        hidden = sum(
            r.get("hidden") in {"1", "true"} for tag in ("row", "col") for r in root.iter(f"{S}{tag}")
        )
        record.flag("hidden_rows", hidden)
    elif code == "pptx":
        record.flag("hidden_slides", int(root.tag == f"{P}sld" and root.get("show") in {"0", "false"}))
        record.flag("speaker_notes", int(part.startswith("ppt/notesSlides/")))
