"""The mark across a page that shows an identity: reader, moment, number; an image of the page itself, so it is printed too."""

from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from desk.words import moment

SVG = (
    '<svg class="watermark" aria-hidden="true" focusable="false" xmlns="http://www.w3.org/2000/svg">'
    '<defs><pattern id="watermark" width="330" height="120" patternUnits="userSpaceOnUse" patternTransform="rotate(-24)">'
    '<text x="8" y="40">{}</text><text x="40" y="96">{}</text></pattern></defs>'
    '<rect width="100%" height="100%" fill="url(#watermark)"/></svg>'
)


def watermark(reader: Any, at: datetime, number: str) -> SafeString:
    """The mark for one look; no background, so that a printer draws it like any line of the page."""
    return format_html(SVG, f"{reader} {reader.username} {moment(at)}", f"{number} {moment(at)}")
