"""The tables of the room: what happened to accounts, the sessions, and the second factors under their seal."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import sealing
from procedure.locks import AppendOnly


class Kind(models.TextChoices):
    """What may happen to an account."""

    SIGNED_IN = "signed_in", _("登录")
    FAILED = "failed", _("登录失败")
    LOCKED = "locked", _("多次失败，暂停登录")
    UNLOCKED = "unlocked", _("解除暂停登录")
    SIGNED_OUT = "signed_out", _("退出")
    ENDED = "ended", _("登录被结束")
    FACTOR_SET = "factor_set", _("设置验证器")
    FACTOR_PASSED = "factor_passed", _("通过二次验证")
    FACTOR_FAILED = "factor_failed", _("二次验证失败")
    FACTOR_RESET = "factor_reset", _("重置验证器")
    CODES_MADE = "codes_made", _("生成备用码")
    CODE_USED = "code_used", _("使用备用码")
    PASSWORD_CHANGED = "password_changed", _("修改密码")


class AccountEvent(AppendOnly):
    """One thing that happened to an account, never changed afterwards.

    `officer` is None for a name that belongs to no account: what was typed there may be a password and is not kept.
    `by` is who did it where it was another; `note` a word of ours from a closed list. No address: the network's own
    log has it (网络安全法 art. 23(3), rule `record.logs`).
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="account_events"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    note = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("账号记录")
        ordering = ("-id",)


class OfficerSession(AbstractBaseSession):
    """A session as the database keeps it: under the digest of its key, beside whose it is and since when.

    The key itself is in the officer's browser only, so that a copy of this table opens no session.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="officer_sessions"
    )
    since_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = BaseSessionManager()

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.sessions import SessionStore  # noqa: PLC0415 - the store needs this model

        return SessionStore


class Authenticator(TOTPDevice):
    """The officer's authenticator app. In its row stands the sealed secret, bound to the officer it was made for."""

    class Meta:
        proxy = True

    @property
    def bin_key(self) -> bytes:
        return sealing.opened(self.key, self._place)[0]

    @property
    def _place(self) -> str:
        return f"totp:{self.user_id}"

    def seal(self, secret: bytes) -> None:
        """Put a secret into the row, sealed; the caller saves."""
        self.key = sealing.sealed(secret, self._place)

    def verify_token(self, token: str) -> bool:
        """As the library has it; a secret sealed under an older key is sealed anew when the code is right."""
        with transaction.atomic():
            secret, current = sealing.opened(self.key, self._place)
            if not current:
                self.seal(secret)
            return bool(super().verify_token(token))


class RecoveryCodes(StaticDevice):
    """The officer's recovery codes. In their rows stand keyed digests: a code is shown once and kept nowhere."""

    class Meta:
        proxy = True

    def verify_token(self, token: str) -> bool:
        """Use a code up."""
        digests = sealing.digests(sealing.typed(token), f"code:{self.user_id}")
        found = self.token_set.filter(token__in=digests).first()
        # A token that is in no row lets the library count the failure.
        return bool(super().verify_token(found.token if found else "-"))
