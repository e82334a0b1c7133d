from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_post_above'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(db_index=True)),
                ('count', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'tries',
            },
        ),
    ]
