#!/usr/bin/env python
"""Run an administrative command of the contacts site."""

import os
import sys

# These write what others may read: assets for whatever serves them, code for whoever works on it.
FOR_OTHERS = {"collectstatic", "makemigrations"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactsite.settings")
    from django.core.management import execute_from_command_line

    if not FOR_OTHERS.intersection(sys.argv[1:2]):
        # Contacts, password hashes and secrets: no other user of the machine reads them.
        os.umask(0o077)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
