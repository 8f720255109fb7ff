from django.db import migrations, models

import workspaces.scoping


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_initial"),
    ]

    # The unique key comes first: the composite key refers to it.
    operations = [
        migrations.AddConstraint(
            model_name="job",
            constraint=models.UniqueConstraint(fields=("id", "workspace"), name="job_id_workspace"),
        ),
        migrations.AddConstraint(
            model_name="contactchange",
            constraint=workspaces.scoping.CompositeForeignKey(
                field="job", name="contact_change_job_workspace"
            ),
        ),
    ]
