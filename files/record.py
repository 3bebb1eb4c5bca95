"""What was taken out of a file, what was noticed in it, and why one could not be cleaned. Codes only, no content."""

from collections import Counter
from dataclasses import dataclass, field

REMOVED = frozenset(
    {
        "active_content",
        "application_data",
        "attached_files",
        "authors",
        "camera_data",
        "colour_profile",
        "comments",
        "custom_data",
        "dangerous_formulas",
        "edit_marks",
        "embedded_objects",
        "encryption",
        "external_links",
        "form_fields",
        "ignorable_extensions",
        "metadata",
        "notes_on_pages",
        "older_versions",
        "other_parts",
        "pictures_data",
        "place",
        "preview",
        "properties",
        "tags",
        "times",
        "trailing_data",
        "unseen_characters",
    }
)
"""Codes of what a sterile copy no longer has."""

FLAGS = frozenset(
    {
        "hidden_layers",
        "hidden_rows",
        "hidden_sheets",
        "hidden_slides",
        "hidden_text",
        "speaker_notes",
        "tracked_changes",
    }
)
"""Codes of what is still there and easily overlooked."""

NOT_CLEANABLE = frozenset(
    {
        "beyond_limits",
        "broken",
        "encrypted",
        "died",
        "macros",
        "no_reader",
        "timed_metadata",
        "unknown_picture",
        "unknown_structure",
        "not_verified",
    }
)
"""Codes of why no sterile copy could be made."""


class NotCleanable(ValueError):
    """A file of which no sterile copy can be made: it is shown under the sealed rule only. `code` says why."""

    def __init__(self, code: str) -> None:
        if code not in NOT_CLEANABLE:
            raise AssertionError(code)
        self.code = code
        super().__init__(code)


@dataclass
class Record:
    """Counts by code, filled while a file is cleaned."""

    gone: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)

    def removed(self, code: str, times: int = 1) -> None:
        if code not in REMOVED:
            raise AssertionError(code)
        if times:
            self.gone[code] += times

    def flag(self, code: str, times: int = 1) -> None:
        if code not in FLAGS:
            raise AssertionError(code)
        if times:
            self.noticed[code] += times
