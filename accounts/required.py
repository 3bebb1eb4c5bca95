"""Whether the second factor is asked for."""

from django.conf import settings


def second_factor_required() -> bool:
    """Every officer's duty in production; in a demo off, because one click signs in; a setting overrides either way."""
    said: bool | None = settings.REQUIRE_SECOND_FACTOR
    return not settings.DEMO if said is None else said
