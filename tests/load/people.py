"""`python -m tests.load.people 50`: makes editors of the demo's biggest workspace, signed in.

Prints their session keys, and what they will look at, as JSON.
"""

import json
import os
import sys


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.settings")
    import django

    django.setup()
    from django.test import Client

    from tests import factories
    from workspaces.models import Role, Workspace

    workspace = Workspace.objects.get(slug="acme")
    keys = []
    for _ in range(count):
        person = factories.make_user()
        factories.add_member(workspace, person, Role.EDITOR)
        client = Client()
        client.force_login(person, backend="workspaces.backends.NameOrEmailBackend")
        keys.append(client.session.session_key)
    ids = list(workspace.contacts.order_by("id").values_list("id", flat=True))
    seen = {
        "keys": keys,
        "contacts": ids[:: max(len(ids) // 1000, 1)],
        "flags": list(workspace.flags.values_list("id", flat=True)),
    }
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
