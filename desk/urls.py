"""The addresses of the officers' door."""

from django.urls import path, re_path

from desk import (
    board_view,
    fund_view,
    identity_view,
    intake_view,
    journal_view,
    matter_view,
    paper_view,
    receipt_view,
    sign_in,
    step_view,
    worklist_view,
)

app_name = "desk"

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", sign_in.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("", worklist_view.show, name="worklist"),
    path("intake/", intake_view.show, name="intake"),
    path("intake/hint/", intake_view.hint, name="intake-hint"),
    path("intake/businesses/", intake_view.businesses, name="intake-businesses"),
    path("m/<str:number>/", matter_view.show, name="matter"),
    path("m/<str:number>/papers/", matter_view.papers, name="matter-papers"),
    re_path(r"^m/(?P<number>[^/]+)/(?P<way>next|previous)/$", worklist_view.step_along, name="step-along"),
    path("m/<str:number>/identity/", identity_view.show, name="identity"),
    path("m/<str:number>/do/<str:verb>/", step_view.show, name="step"),
    path("m/<str:number>/clock/<int:clock_id>/", receipt_view.show, name="clock"),
    path("papers/<str:number>/", paper_view.download, name="paper"),
    path("papers/<str:number>/serve/", paper_view.serve_paper, name="paper-serve"),
    path("board/", board_view.show, name="board"),
    path("board/list/", board_view.listing, name="board-list"),
    path("fund/", fund_view.show, name="fund"),
    path("journal/", journal_view.show, name="journal"),
]
