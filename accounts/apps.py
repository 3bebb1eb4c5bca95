from django.apps import AppConfig
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        """Hear of every sign-in and sign-out, by whichever door of Django it comes."""
        from accounts import signs  # noqa: PLC0415 - the models must be loaded before they are listened to

        user_logged_in.connect(signs.signed_in, dispatch_uid="accounts.signed_in")
        user_logged_out.connect(signs.signed_out, dispatch_uid="accounts.signed_out")
        post_save.connect(signs.saved, sender=get_user_model(), dispatch_uid="accounts.saved")
