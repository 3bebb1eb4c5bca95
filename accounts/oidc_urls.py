"""The two addresses of the identity service's sign-in; they exist only where it is set up."""

from django.urls import path

from accounts.oidc import Ask, Callback

urlpatterns = [
    path("authenticate/", Ask.as_view(), name="oidc_authentication_init"),
    path("callback/", Callback.as_view(), name="oidc_authentication_callback"),
]
