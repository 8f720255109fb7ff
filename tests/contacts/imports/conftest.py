"""Which of these tests a database is for."""

from django.conf import settings

ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
# It starts a PostgreSQL of its own, to kill it: where the tests run on one, there is one.
collect_ignore = [] if ON_POSTGRESQL else ["test_server_killed.py"]
