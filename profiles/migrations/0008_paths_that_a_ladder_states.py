from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0007_what_careers_are_found_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="listingpath",
            name="on_ladder",
            field=models.BooleanField(default=False),
        ),
    ]
