"""Signing in through the county's own identity service (OpenID Connect), where the bureau has one: off by default.

Stands on mozilla-django-oidc, an extra (requirements-oidc.in). Beyond what the library checks (signature, state,
nonce) this holds: the token is for us, from that issuer, not expired; what names the officer stands in the signed
token itself; an officer is found and never made; and the session owes our own second factor unless the token says
that the service asked for one.
"""

from functools import cache
from typing import Any

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from accounts import factor

SECONDS = 10
LEEWAY = 30  # seconds two clocks may differ

ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "authorization_endpoint",
    "OIDC_OP_TOKEN_ENDPOINT": "token_endpoint",
    "OIDC_OP_JWKS_ENDPOINT": "jwks_uri",
}


@cache
def described(issuer: str) -> dict[str, Any]:
    """What the service says of itself, asked once a process, and not before somebody signs in through it."""
    answer = requests.get(issuer.rstrip("/") + "/.well-known/openid-configuration", timeout=SECONDS)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    if found.get("issuer") != issuer:
        raise SuspiciousOperation("the identity service names another issuer")
    return found


def setting(name: str, *default: Any) -> Any:
    """As the library reads its settings; the addresses of the service come from its own description."""
    if name in ENDPOINTS:
        return described(settings.OIDC_ISSUER)[ENDPOINTS[name]]
    return getattr(settings, name, *default)


class Provider(OIDCAuthenticationBackend):
    """Maps one claim of a verified token to one active officer, or to nobody."""

    get_settings = staticmethod(setting)

    def __init__(self) -> None:
        # The library's own would ask for the service's addresses at every sign-in by password as well.
        self.UserModel = get_user_model()

    OIDC_OP_TOKEN_ENDPOINT = property(lambda _own: setting("OIDC_OP_TOKEN_ENDPOINT"))
    OIDC_OP_JWKS_ENDPOINT = property(lambda _own: setting("OIDC_OP_JWKS_ENDPOINT"))
    OIDC_RP_CLIENT_ID = property(lambda _own: settings.OIDC_RP_CLIENT_ID)
    OIDC_RP_CLIENT_SECRET = property(lambda _own: settings.OIDC_RP_CLIENT_SECRET)
    OIDC_RP_SIGN_ALGO = property(lambda _own: settings.OIDC_RP_SIGN_ALGO)
    OIDC_RP_IDP_SIGN_KEY = None

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Only for the callback view, which has looked at the state and holds the nonce: never beside a password."""
        if not credentials.get("nonce") or "username" in credentials:
            return None
        return super().authenticate(request, **credentials)

    def _verify_jws(self, payload: str, key: Any) -> dict[str, Any]:
        if jwt.get_unverified_header(payload).get("alg") != self.OIDC_RP_SIGN_ALGO:
            raise SuspiciousOperation("the token is signed in another way than agreed")
        claims: dict[str, Any] = jwt.decode(
            payload,
            key,
            algorithms=[self.OIDC_RP_SIGN_ALGO],
            audience=self.OIDC_RP_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
        if (
            isinstance(claims["aud"], list)
            and len(claims["aud"]) > 1
            and claims.get("azp") != self.OIDC_RP_CLIENT_ID
        ):
            raise SuspiciousOperation("the token was made out to another client")
        return claims

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The claims of the signed token itself: nothing unsigned names an officer."""
        return payload

    def get_or_create_user(self, access_token: str, id_token: str, payload: dict[str, Any]) -> Any:
        """The active officer whose account name the claim carries; never a new one."""
        name = payload.get(settings.OIDC_CLAIM)
        officer = (
            self.UserModel.objects.filter(username=name, is_active=True).first()
            if isinstance(name, str)
            else None
        )
        if officer is not None:
            self.request.signs_in_by = "provider"
            self.request.provider_asked_for_factor = asked_for_factor(payload)
        return officer

    def get_user(self, user_id: Any) -> Any:
        """As for passwords: nobody who is no longer active."""
        return ModelBackend.get_user(self, user_id)


def asked_for_factor(claims: dict[str, Any]) -> bool:
    """Whether the token says that the service asked for a second factor: by method (RFC 8176) or by its own level."""
    methods = claims.get("amr")
    by_method = isinstance(methods, list) and bool(
        settings.OIDC_FACTOR_METHODS & {m for m in methods if isinstance(m, str)}
    )
    return by_method or claims.get("acr") in settings.OIDC_FACTOR_LEVELS


class Ask(OIDCAuthenticationRequestView):
    """Leads to the identity service."""

    get_settings = staticmethod(setting)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super(OIDCAuthenticationRequestView, self).__init__(*args, **kwargs)

    OIDC_OP_AUTH_ENDPOINT = property(lambda _own: setting("OIDC_OP_AUTHORIZATION_ENDPOINT"))
    OIDC_RP_CLIENT_ID = property(lambda _own: settings.OIDC_RP_CLIENT_ID)

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().get(request)
        except (requests.RequestException, SuspiciousOperation, KeyError):
            return failed(request)


class Callback(OIDCAuthenticationCallbackView):
    """Takes back who comes from the service. Whatever is wrong ends at the sign-in page, with one sentence for all."""

    get_settings = staticmethod(setting)

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            return super().get(request)
        except (
            requests.RequestException,
            SuspiciousOperation,
            jwt.PyJWTError,
            ValueError,
            KeyError,
            TypeError,
        ):
            return failed(request)

    def login_success(self) -> HttpResponse:
        answer = super().login_success()
        if getattr(self.request, "provider_asked_for_factor", False):
            factor.passed(self.request.session, "provider")
        return answer

    def login_failure(self) -> HttpResponse:
        return failed(self.request)


def failed(request: HttpRequest) -> HttpResponse:
    """Back to the sign-in page; what was wrong is said to nobody who may have tried it on purpose."""
    messages.warning(request, _("统一身份认证没有成功，请重试，或者用密码登录。"))
    return redirect("desk:sign-in")
