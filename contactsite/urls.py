"""The site's table of contents. All of a workspace's pages lie under /w/<slug>/."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from contacts.api import site as api
from contacts.views.help import help_page
from contactsite.health import healthz, readyz

urlpatterns = [
    path("", include("workspaces.urls")),
    path("w/<slug:workspace_slug>/", include("contacts.urls")),
    path("w/<slug:workspace_slug>/", include("workspaces.workspace_urls")),
    path("api/v1/", api.urls()),
    path("help/", help_page, name="help"),
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

if settings.DEBUG:
    from contactsite.design import design_sheet

    urlpatterns.append(path("design/", design_sheet, name="design"))
