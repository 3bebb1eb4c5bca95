"""Which address opens which door."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("api/", include("api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("portal.urls")),
    path("", include("desk.urls")),
]
if settings.OIDC_ISSUER:
    urlpatterns.insert(0, path("oidc/", include("accounts.oidc_urls")))

# Errors speak the reader's language and show nothing of any matter.
handler400 = "desk.errors.bad_request"
handler403 = "desk.errors.forbidden"
handler404 = "desk.errors.not_found"
handler500 = "desk.errors.server_error"
