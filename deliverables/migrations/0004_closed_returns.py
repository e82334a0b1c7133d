import django.db.models.deletion
from django.db import migrations, models

PLACES = [
    ("accepted", "Accepted"),
    ("to_review", "To review"),
    ("sent_back", "Sent back"),
    ("begun", "Begun"),
    ("not_begun", "Not begun"),
    ("not_asked", "Nothing asked"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("deliverables", "0003_day_on_which_it_was_made"),
        ("people", "0002_post_above"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(choices=PLACES, max_length=10)),
                ("late_in", models.BooleanField(default=False, verbose_name="Submitted late")),
                ("late_out", models.BooleanField(default=False, verbose_name="Overdue")),
                ("green_late", models.BooleanField(default=False, verbose_name="Green while overdue")),
                ("no_next", models.BooleanField(default=False, verbose_name="No next step")),
                ("hope", models.BooleanField(default=False, verbose_name="Better forecast, no recovery")),
                (
                    "deliverable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_returns",
                        to="deliverables.deliverable",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closed_returns",
                        to="deliverables.reportingperiod",
                    ),
                ),
            ],
            options={
                "ordering": ["period", "deliverable"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "deliverable"), name="deliverables_closed_return_once")
                ],
            },
        ),
    ]
