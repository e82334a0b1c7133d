from django.db import migrations, models

import kpa_tracker.base.toolkit.clock


class Migration(migrations.Migration):
    dependencies = [
        ("deliverables", "0002_reviewer_rating_and_committee_minute"),
    ]

    operations = [
        migrations.AddField(
            model_name="deliverable",
            name="made_on",
            field=models.DateField(
                default=kpa_tracker.base.toolkit.clock.today, editable=False, verbose_name="in the plan since"
            ),
        ),
        migrations.AddField(
            model_name="reportingperiod",
            name="made_on",
            field=models.DateField(
                default=kpa_tracker.base.toolkit.clock.today, editable=False, verbose_name="made on"
            ),
        ),
    ]
