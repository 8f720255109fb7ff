import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import contacts.models.fields
import workspaces.scoping


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0018_numbers_are_found_by_their_indexes"),
        ("workspaces", "0004_shortcuts_off"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="may_log",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="may log interactions"
            ),
        ),
        # What the composite key below refers to.
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.UniqueConstraint(
                fields=("id", "workspace"), name="api_token_id_workspace"
            ),
        ),
        migrations.CreateModel(
            name="PostedInteraction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", contacts.models.fields.KeyField(editable=False, max_length=64)),
                ("body", contacts.models.fields.KeyField(editable=False, max_length=64)),
                ("interaction_id", models.BigIntegerField(editable=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posted",
                        to="contacts.apitoken",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("token", "key"), name="posted_interaction_once"
                    ),
                    workspaces.scoping.CompositeForeignKey(
                        field="token",
                        name="posted_interaction_token_workspace",
                        on_delete="CASCADE",
                    ),
                ],
            },
        ),
    ]
