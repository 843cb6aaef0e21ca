from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0006_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="for_adults",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="listingfacet",
            name="name_en",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="listingfacet",
            name="name_cy",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RemoveIndex(
            model_name="listingfacet",
            name="listing_facet_value",
        ),
        migrations.AddIndex(
            model_name="listingfacet",
            index=models.Index(fields=["kind", "value", "listing"], name="listing_facet_listing"),
        ),
    ]
