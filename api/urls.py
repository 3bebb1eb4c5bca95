"""The addresses of the machine door."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api import messages, reckoned, search, views

app_name = "api"

# The description of the door shows no matter, so it asks for no token.
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=()), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(
            authentication_classes=(), url_name="api:schema", template_name="api/docs.html"
        ),
        name="docs",
    ),
    path("v1/submissions/", views.Submissions.as_view(), name="submissions"),
    path("v1/matters/", views.Matters.as_view(), name="matters"),
    path("v1/matters/<str:number>/", views.OneMatter.as_view(), name="matter"),
    path("v1/matters/<str:number>/clocks/<str:rule>/", views.OneReceipt.as_view(), name="receipt"),
    path("v1/matters/<str:number>/steps/<str:verb>/", views.OneStep.as_view(), name="step"),
    path("v1/matters/<str:number>/messages/", messages.Thread.as_view(), name="messages"),
    path("v1/search/", search.Search.as_view(), name="search"),
    path("v1/reckon/", reckoned.Reckon.as_view(), name="reckon"),
    path("v1/reckon/rules/", reckoned.ReckonRules.as_view(), name="reckon-rules"),
    re_path(r"^.*$", views.Nowhere.as_view()),
]
