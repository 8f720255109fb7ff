from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0008_numbers_counted_ahead")]

    operations = [
        migrations.AddIndex(
            model_name="contactflag",
            index=models.Index(
                fields=["workspace", "contact"], name="contact_flag_workspace_contact"
            ),
        ),
    ]
