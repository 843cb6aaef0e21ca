from django.db import migrations, models


def keep_published_slugs(apps, schema_editor):
    """The address words of every edition of the directory so far, in the order they came out."""
    editions = apps.get_model("profiles", "Edition").objects.filter(profile=None).order_by("number")
    slugs = apps.get_model("profiles", "DirectorySlug").objects
    for edition in editions.iterator():
        for kind in ("areas", "pages"):
            for entry in edition.document.get(kind, []):
                for language, slug in entry["slug"].items():
                    if slug:
                        slugs.get_or_create(
                            kind=kind, language=language, slug=slug, defaults={"key": entry["key"]}
                        )


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0002_the_editors_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectorySlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(choices=[("areas", "job area"), ("pages", "site page")], max_length=10),
                ),
                ("language", models.CharField(max_length=2)),
                ("slug", models.SlugField(max_length=100)),
                ("key", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "language", "slug"), name="a_directory_slug_is_unique_in_its_language"
                    )
                ],
            },
        ),
        migrations.RunPython(keep_published_slugs, migrations.RunPython.noop),
        migrations.RenameField(model_name="previewlink", old_name="page", new_name="key"),
        migrations.AddField(
            model_name="previewlink",
            name="list_name",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
