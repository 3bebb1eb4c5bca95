"""The addresses behind a code: one page and what may be done on it; no address holds anything of a matter."""

from django.urls import path

from portal import track_view

urlpatterns = [
    path("", track_view.follow, name="track"),
    path("leave/", track_view.go, name="track-leave"),
    path("message/", track_view.write, name="track-message"),
    path("file/", track_view.add_file, name="track-file"),
    path("withdraw/", track_view.withdraw, name="track-withdraw"),
    path("reward/", track_view.claim, name="track-reward"),
]
