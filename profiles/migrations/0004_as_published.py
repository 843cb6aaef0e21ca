from django.db import migrations, models
from django.db.models import F


def note_as_published(apps, schema_editor):
    """Of careers that were not touched since their edition came out."""
    profiles = apps.get_model("profiles", "Profile").objects.filter(
        state="published", changed__lte=F("edition__published_at")
    )
    profiles.update(published_version=F("version"))


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0003_addresses_of_the_directory"),
    ]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="published_version",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(note_as_published, migrations.RunPython.noop),
    ]
