"""The database itself refuses links between workspaces, whoever writes them and however."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from contacts import jobs
from contacts.models import (
    Audience,
    CallingPolicy,
    Contact,
    ContactChange,
    ContactFlag,
    ContactImport,
    Flag,
    FrozenList,
    FrozenMember,
    Interaction,
    Job,
    JobKind,
)
from tests.isolation.world import World
from workspaces.models import Membership, User, Workspace
from workspaces.scoping import CompositeForeignKey, WorkspaceOwned


def run(sql: str, *values: object) -> None:
    """Run raw SQL, make the deferred checks that its commit would make, and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        connection.check_constraints()
        transaction.set_rollback(True)


def table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def owned_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, WorkspaceOwned)]


def test_every_link_between_rows_of_a_workspace_has_a_composite_key():
    """A model that is added later cannot forget its own."""
    links, guarded = set(), set()
    for model in owned_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and issubclass(
                field.related_model, WorkspaceOwned
            ):
                links.add((model.__name__, field.name))
        for constraint in model._meta.constraints:
            if isinstance(constraint, CompositeForeignKey):
                guarded.add((model.__name__, constraint.field))

    assert links == guarded
    assert len(links) >= 5


def test_every_constraint_of_the_models_is_in_the_database(db: None):
    """A migration that forgot one would leave it to the application alone."""
    wanted = {
        constraint.name
        for app in ("contacts", "workspaces")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
            # A constraint is named in quotes, in the table or as an index of its own.
            found = set(re.findall(r'"(\w+)"', " ".join(sql for (sql,) in cursor.fetchall())))
        else:
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class")
            found = {name for (name,) in cursor.fetchall()}

    assert len(wanted) > 60
    assert sorted(wanted - found) == []


def test_no_hidden_table_links_rows_of_workspaces():
    """A plain many-to-many field would bring a table without a workspace column."""
    for model in owned_models():
        for field in model._meta.many_to_many:
            assert issubclass(field.remote_field.through, WorkspaceOwned), (model, field.name)


@pytest.mark.parametrize("whose_contact", ["acme", "globex"])
@pytest.mark.parametrize("whose_link", ["acme", "globex"])
def test_a_flag_link_across_workspaces_is_refused(
    world: World, whose_contact: str, whose_link: str
):
    contact_space, link_space = getattr(world, whose_contact), getattr(world, whose_link)
    flag = Flag.objects.create(workspace=world.acme.workspace, name="Free")
    insert = (
        f"INSERT INTO {table(ContactFlag)} (contact_id, flag_id, workspace_id, created_at)"
        " VALUES (%s, %s, %s, '2026-01-01')"
    )
    values = [contact_space.contact.pk, flag.pk, link_space.workspace.pk]

    if contact_space is link_space is world.acme:
        run(insert, *values)
    else:
        with pytest.raises(IntegrityError):
            run(insert, *values)


@pytest.mark.parametrize("model", [Contact, Job], ids=lambda model: model.__name__)
def test_an_import_of_another_workspace_cannot_be_attached(world: World, model):
    job = jobs.start(JobKind.REVIEW, world.acme.workspace, None, world.acme.ready)
    row = {Contact: world.acme.contact, Job: job}[model]
    attach = f"UPDATE {table(model)} SET contact_import_id = %s WHERE id = %s"

    run(attach, world.acme.ready.pk, row.pk)
    with pytest.raises(IntegrityError):
        run(attach, world.globex.ready.pk, row.pk)


def test_a_job_of_another_workspace_cannot_be_named_in_the_journal(world: World):
    own, foreign = (
        jobs.start(JobKind.COMMIT, space.workspace, None, space.ready)
        for space in (world.acme, world.globex)
    )
    change = world.acme.workspace.contactchange_set.first()
    name = f"UPDATE {table(ContactChange)} SET job_id = %s WHERE id = %s"

    run(name, own.pk, change.pk)
    with pytest.raises(IntegrityError):
        run(name, foreign.pk, change.pk)


def test_an_interaction_with_a_contact_of_another_workspace_is_refused(world: World):
    attach = f"UPDATE {table(Interaction)} SET contact_id = %s WHERE id = %s"

    run(attach, world.acme.contact.pk, world.acme.interaction.pk)
    with pytest.raises(IntegrityError):
        run(attach, world.globex.contact.pk, world.acme.interaction.pk)


def test_a_frozen_list_of_an_audience_of_another_workspace_is_refused(world: World):
    attach = f"UPDATE {table(FrozenList)} SET audience_id = %s WHERE id = %s"

    run(attach, world.acme.audience.pk, world.acme.frozen.pk)
    with pytest.raises(IntegrityError):
        run(attach, world.globex.audience.pk, world.acme.frozen.pk)


def test_a_member_of_a_frozen_list_of_another_workspace_is_refused(world: World):
    attach = f"UPDATE {table(FrozenMember)} SET frozen_list_id = %s WHERE id = %s"
    member = world.acme.frozen.members.get()

    run(attach, world.acme.frozen.pk, member.pk)
    with pytest.raises(IntegrityError):
        run(attach, world.globex.frozen.pk, member.pk)


def test_a_flag_of_another_workspace_cannot_be_required(world: World):
    policy = CallingPolicy.objects.create(
        workspace=world.acme.workspace, required_flag=world.acme.flag, required_name="Flag"
    )
    require = f"UPDATE {table(CallingPolicy)} SET required_flag_id = %s WHERE id = %s"

    run(require, world.acme.flag.pk, policy.pk)
    with pytest.raises(IntegrityError):
        run(require, world.globex.flag.pk, policy.pk)


@pytest.mark.parametrize(
    "model",
    [Contact, Flag, ContactFlag, ContactImport, Interaction, Job],
    ids=lambda model: model.__name__,
)
def test_a_row_with_links_cannot_move_to_another_workspace(world: World, model):
    Contact.objects.filter(pk=world.acme.contact.pk).update(contact_import=world.acme.ready)
    row = model.objects.filter(workspace=world.acme.workspace, pk__in=linked(world, model)).first()

    with pytest.raises(IntegrityError):
        run(
            f"UPDATE {table(model)} SET workspace_id = %s WHERE id = %s",
            world.globex.workspace.pk,
            row.pk,
        )


def linked(world: World, model: type[models.Model]) -> list[int]:
    """Rows of acme that refer to others of it, or are referred to."""
    space = world.acme
    return {
        Contact: [space.contact.pk],
        Flag: [space.flag.pk],
        ContactFlag: [space.contact.flag_links.get(flag=space.flag).pk],
        ContactImport: [space.ready.pk],
        Interaction: [space.interaction.pk],
        Job: [space.ready.jobs.first().pk],
    }[model]


@pytest.mark.parametrize(
    "phone", ["", "4420794601", "+0442079460101", "+44 20 7946", "+" + "4" * 16, "+442079460101\n"]
)
def test_the_database_refuses_a_phone_that_fails_the_gate(world: World, phone: str):
    with pytest.raises(DatabaseError):
        run(
            f"UPDATE {table(Contact)} SET phone = %s WHERE id = %s",
            phone,
            world.acme.contact.pk,
        )


# What a check constraint of the database refuses: column and value of acme's own row.
REFUSED_VALUES = [
    ("workspace", "name", ""),
    ("member", "role", "king"),
    ("invitation", "role", "king"),
    ("contact", "name", ""),
    ("flag", "name", ""),
    ("audience", "name", ""),
    ("flag", "colour", "plaid"),
    ("ready", "state", "done"),
    ("ready", "total_rows", 7),
    ("job", "state", "done?"),
    ("change", "kind", "guessed"),
    ("interaction", "kind", "fax"),
]


def row_of(world: World, name: str) -> models.Model:
    others = {
        "job": world.acme.ready.jobs.first,
        "change": world.acme.workspace.contactchange_set.first,
    }
    return others[name]() if name in others else getattr(world.acme, name)


@pytest.mark.parametrize(("name", "column", "value"), REFUSED_VALUES)
def test_the_database_refuses_what_must_never_be(world: World, name: str, column: str, value):
    row = row_of(world, name)

    with pytest.raises(IntegrityError):
        run(f"UPDATE {table(type(row))} SET {column} = %s WHERE id = %s", value, row.pk)


def doubles(world: World) -> dict[str, models.Model]:
    """Rows that are there already, as they would be a second time."""
    acme, contact = world.acme.workspace, world.acme.contact
    line = {"contact_import": world.acme.ready, "import_line": 2}
    Contact.objects.create(workspace=acme, name="Line", phone="+4420794601", **line)
    return {
        "membership": Membership(workspace=acme, user=world.acme.member.user),
        "e-mail": User(username="x", email=world.acme.member.user.email.upper()),
        "flag name": Flag(workspace=acme, name=world.acme.flag.name.upper()),
        "audience name": Audience(workspace=acme, name=world.acme.audience.name.upper()),
        "audience": Audience(workspace=acme, name="Again", digest=world.acme.audience.digest),
        "frozen member": FrozenMember(
            workspace=acme, frozen_list=world.acme.frozen, contact_id=contact.pk
        ),
        "flag link": ContactFlag(workspace=acme, contact=contact, flag=world.acme.flag),
        "import line": Contact(workspace=acme, name="Again", phone="+4420794601", **line),
        "slug": Workspace(name="Again", slug=acme.slug),
    }


@pytest.mark.parametrize(
    "what",
    [
        *("membership", "e-mail", "flag name", "flag link", "import line", "slug"),
        *("audience name", "audience", "frozen member"),
    ],
)
def test_the_database_refuses_what_is_there_already(world: World, what: str):
    double = doubles(world)[what]

    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()
