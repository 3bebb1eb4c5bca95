"""Which address opens which door."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("desk.urls")),
]

# Errors speak the reader's language and show nothing of any matter.
handler400 = "desk.errors.bad_request"
handler403 = "desk.errors.forbidden"
handler404 = "desk.errors.not_found"
handler500 = "desk.errors.server_error"
