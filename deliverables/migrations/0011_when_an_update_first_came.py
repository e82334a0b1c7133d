from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliverables", "0010_fates_of_deliverables"),
    ]

    operations = [
        migrations.AddField(
            model_name="progressupdate",
            name="first_submitted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first came"),
        ),
    ]
