"""Who calls: an officer, by a token that is kept only as a hash and ends on its day."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

SHAPE = re.compile(rb"[0-9A-Za-z]{8,128}")


class OfficerToken(TokenAuthentication):
    """`Authorization: Token …`; whatever is no such token is refused before the database is asked."""

    def authenticate(self, request: Any) -> Any:
        parts = get_authorization_header(request).split()
        if len(parts) > 1 and not all(SHAPE.fullmatch(part) for part in parts[1:]):
            # Bytes that are no text, or a NUL, would break the look-up instead of failing it.
            raise AuthenticationFailed(_("令牌无效"))
        return super().authenticate(request)

    def _cleanup_token(self, auth_token: Any) -> bool:
        """Whether the token has ended. Only this one is looked at: the base class reads all of the officer's."""
        if auth_token.expiry is None or auth_token.expiry >= timezone.now():
            return False
        auth_token.delete()
        return True


class OfficerTokenScheme(OpenApiAuthenticationExtension):
    """How the schema tells of the token."""

    target_class = "api.tokens.OfficerToken"
    name = "officerToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token <token>",
        }
