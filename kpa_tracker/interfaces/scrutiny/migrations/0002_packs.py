import django.db.models.deletion
import kpa_tracker.base.toolkit.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliverables", "0002_reviewer_rating_and_committee_minute"),
        ("people", "0002_post_above"),
        ("plans", "0002_reporting_calendar"),
        ("scrutiny", "0001_meetings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(default=kpa_tracker.base.toolkit.clock.now, editable=False)),
                ("changed_at", models.DateTimeField(default=kpa_tracker.base.toolkit.clock.now, editable=False)),
                (
                    "scope",
                    models.CharField(
                        choices=[("committee", "What the committee oversees"), ("plan", "The whole plan")],
                        default="committee",
                        max_length=10,
                        verbose_name="what is in it",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1, editable=False, verbose_name="edition")),
                ("why", models.TextField(blank=True, verbose_name="why there is another edition")),
                ("content", models.JSONField(editable=False, null=True)),
                ("frozen_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "frozen_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="people.meeting"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="deliverables.reportingperiod",
                        verbose_name="reporting period that it covers",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-meeting__held_on", "-number"],
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("pdf", "PDF"), ("xlsx", "Excel file")], editable=False, max_length=4),
                ),
                ("name", models.CharField(editable=False, max_length=200)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "pack",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="scrutiny.pack",
                    ),
                ),
            ],
            options={
                "ordering": ["pack", "kind"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PackUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deliverable",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pack_uses",
                        to="deliverables.deliverable",
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="scrutiny.pack",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pack_uses",
                        to="deliverables.progressupdate",
                    ),
                ),
            ],
            options={
                "ordering": ["pack", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.UniqueConstraint(
                fields=("meeting", "plan", "scope", "number"), name="scrutiny_pack_edition_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.UniqueConstraint(
                condition=models.Q(("frozen_at", None)),
                fields=("meeting", "plan", "scope"),
                name="scrutiny_pack_one_in_hand",
                violation_error_message="A pack of this is being assembled for this meeting already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("frozen_at__isnull", True), ("frozen_by__isnull", True)),
                    models.Q(("frozen_at__isnull", False), ("frozen_by__isnull", False)),
                    _connector="OR",
                ),
                name="scrutiny_pack_frozen_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", True), ("frozen_at", None)),
                    models.Q(("content__isnull", False), ("frozen_at__isnull", False)),
                    _connector="OR",
                ),
                name="scrutiny_pack_frozen_with_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="pack",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("why", ""), _negated=True), _connector="OR"),
                name="scrutiny_pack_later_edition_says_why",
                violation_error_message="Say why there is another edition.",
            ),
        ),
        migrations.AddConstraint(
            model_name="packfile",
            constraint=models.UniqueConstraint(fields=("pack", "kind"), name="scrutiny_packfile_one_of_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="packfile",
            constraint=models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="scrutiny_packfile_not_empty"),
        ),
        migrations.AddConstraint(
            model_name="packuse",
            constraint=models.UniqueConstraint(fields=("pack", "deliverable"), name="scrutiny_packuse_once_a_pack"),
        ),
    ]
