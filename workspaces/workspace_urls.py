"""Pages of a workspace about itself and its members; all below /w/<workspace_slug>/."""

from django.urls import path

from workspaces.views import audit, invitations, members, workspaces

urlpatterns = [
    # Settings
    path("settings/", workspaces.workspace_settings, name="workspace_settings"),
    path("settings/delete/", workspaces.workspace_delete, name="workspace_delete"),
    # The audit
    path("audit/", audit.audit_list, name="audit_list"),
    # Members
    path("members/", members.member_list, name="member_list"),
    path("members/leave/", members.member_leave, name="member_leave"),
    path("members/<int:member_id>/edit/", members.member_edit, name="member_edit"),
    path("members/<int:member_id>/remove/", members.member_remove, name="member_remove"),
    # Invitations
    path("invitations/new/", invitations.invitation_create, name="invitation_create"),
    path(
        "invitations/<int:invitation_id>/revoke/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
]
