"""Which address opens which door."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("api.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("desk.urls")),
]
