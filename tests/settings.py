"""The product's settings with what tests need: no environment, cheap passwords."""

import os
import tempfile

os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("SECRET_KEY", "tests-only-" + "0123456789abcdef" * 4)
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="contacts-tests-"))
os.environ["IMPORT_PAUSE_MS"] = "0"

from contactsite.settings import *  # noqa: F403  the environment must be set first

DEBUG = False  # as Django's own test runner has it, also while tests are collected
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: threads and processes meet as they would there.
    DATABASES["default"]["TEST"]["NAME"] = str(DATA_DIR / "tests.sqlite3")  # noqa: F405

# Sessions that many tests share are made once: none of them is to write when it was seen.
SESSION_SEEN_SECONDS = 24 * 3600

# Assets are found where they are written: tests need no collected copy of them.
WHITENOISE_AUTOREFRESH = True
