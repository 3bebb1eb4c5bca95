"""The addresses of the door for anyone."""

from django.urls import include, path

from portal import file_view, reckon_view, retaliation_view

app_name = "portal"

urlpatterns = [
    path("file/", file_view.home, name="file"),
    path("file/steps/", file_view.steps, name="steps"),
    path("file/kept/", file_view.typed_back, name="typed-back"),
    path("file/add/", file_view.add_file, name="add-file"),
    path("file/elsewhere/", file_view.elsewhere, name="elsewhere"),
    path("reckon/", reckon_view.show, name="reckon"),
    path("retaliation/", retaliation_view.home, name="retaliation"),
    path("retaliation/tell/", retaliation_view.tell, name="retaliation-tell"),
    path("retaliation/kept/", retaliation_view.typed_back, name="retaliation-kept"),
    path("retaliation/follow/", retaliation_view.follow, name="retaliation-follow"),
    path("track/", include("portal.track_urls")),
]
