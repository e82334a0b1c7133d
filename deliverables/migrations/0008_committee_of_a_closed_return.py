import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliverables", "0007_what_a_period_covered"),
        ("people", "0002_post_above"),
    ]

    operations = [
        migrations.AddField(
            model_name="closedreturn",
            name="committee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.committee",
            ),
        ),
        migrations.AddField(
            model_name="closedreturn",
            name="committee_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="committee, as it was called"),
        ),
    ]
