import django.db.models.deletion
from django.db import migrations, models

# The table of the database's own full-text search; profiles/search/engines.py reads and writes it.
SQLITE = """
    CREATE VIRTUAL TABLE profiles_searchindex USING fts5(
        title, other_titles, hidden_words, skills, text,
        tokenize = 'ascii', detail = 'column', columnsize = 0, prefix = '2 3'
    )
"""
POSTGRESQL = (
    """
    CREATE TABLE profiles_searchindex (
        entry bigint PRIMARY KEY,
        title tsvector NOT NULL,
        other_titles tsvector NOT NULL,
        hidden_words tsvector NOT NULL,
        skills tsvector NOT NULL,
        text tsvector NOT NULL
    )
    """,
    # Careers are published now and then and searched all the time: nothing is left to be merged later.
    """
    CREATE INDEX profiles_searchindex_words ON profiles_searchindex
    USING gin (title, other_titles, hidden_words, skills, text) WITH (fastupdate = off)
    """,
)


def make_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE profiles_searchindex")


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0005_listings_that_can_be_filtered"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("word", models.CharField(max_length=80)),
                ("length", models.PositiveSmallIntegerField()),
                ("written", models.CharField(default="", max_length=80)),
                ("in_title", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["length"], name="search_word_length")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "word"), name="one_search_word_per_language"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entries",
                        to="profiles.listing",
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("title", models.TextField(default="")),
                ("other_titles", models.TextField(default="")),
                ("hidden_words", models.TextField(default="")),
                ("texts", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("listing", "language"), name="one_search_entry_per_career_and_language"
                    )
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
