from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_tries'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='signed_out_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='signed out everywhere at'),
        ),
    ]
