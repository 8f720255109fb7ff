"""What wakes a job. The job's row is the truth: a lost wake-up only costs a second."""

from django_tasks import task

from contacts import jobs


@task()
def advance_job(job_id: int) -> None:
    """Advance a job for a while; harmless when it is done or held by another."""
    jobs.advance_fairly(job_id)
