from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliverables", "0006_consultations"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportingperiod",
            name="covered",
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name="what it covered beside deliverables"
            ),
        ),
    ]
