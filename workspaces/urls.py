"""Pages about people, and those about workspaces that lie in none."""

from django.contrib.auth import views as auth_views
from django.urls import path

from workspaces.access import beside_workspace
from workspaces.views import (
    acceptance,
    account,
    home,
    second_factor,
    sessions,
    sign_in,
    workspaces,
)

urlpatterns = [
    path("", home.home, name="home"),
    # Signing in and out
    path("accounts/login/", sign_in.login, name="login"),
    path("accounts/logout/", sign_in.logout, name="logout"),
    # The person's own account
    path("accounts/profile/", account.account, name="account"),
    path("accounts/password/", account.password_change, name="password_change"),
    path(
        "accounts/password/done/",
        beside_workspace(auth_views.PasswordChangeDoneView.as_view()),
        name="password_change_done",
    ),
    # Where the person is signed in
    path("accounts/sessions/", sessions.session_list, name="session_list"),
    path("accounts/sessions/<int:pk>/end/", sessions.session_end, name="session_end"),
    path("accounts/sessions/end/", sessions.session_end_others, name="session_end_others"),
    # The second factor
    path("accounts/second-factor/", second_factor.state, name="second_factor"),
    path("accounts/second-factor/new/", second_factor.set_up, name="second_factor_set_up"),
    path("accounts/second-factor/codes/", second_factor.codes, name="second_factor_codes"),
    path(
        "accounts/second-factor/codes/new/",
        second_factor.new_codes,
        name="second_factor_codes_new",
    ),
    path("accounts/second-factor/off/", second_factor.turn_off, name="second_factor_off"),
    path("accounts/verify/", second_factor.verify, name="second_factor_verify"),
    # A forgotten password
    path("accounts/reset/", sign_in.password_reset, name="password_reset"),
    path(
        "accounts/reset/sent/",
        auth_views.PasswordResetDoneView.as_view(),
        name="password_reset_done",
    ),
    path(
        "accounts/reset/<uidb64>/<token>/",
        sign_in.password_reset_confirm,
        name="password_reset_confirm",
    ),
    path(
        "accounts/reset/done/",
        auth_views.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
    # The other end of an invitation
    path(
        "accounts/invitations/<str:token>/",
        acceptance.invitation_accept,
        name="invitation_accept",
    ),
    # Workspaces
    path("workspaces/new/", workspaces.workspace_create, name="workspace_create"),
]
