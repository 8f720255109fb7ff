"""What every page of a workspace tells: the long work under way."""

from typing import Any

from django.http import HttpRequest

from contacts import job_reports
from contacts.progress import under_way


def running_job(request: HttpRequest) -> dict[str, Any]:
    """The first unfinished job in words, and its page (None: there is none)."""
    membership = getattr(request, "membership", None)
    job = under_way(membership.workspace) if membership else None
    if membership is None or job is None:
        return {"running_job": None}
    job.workspace = membership.workspace
    return {
        "running_job": {
            "title": job_reports.report(job).title,
            "url": job_reports.page_of(job),
            "per_cent": job.per_cent,
        }
    }
