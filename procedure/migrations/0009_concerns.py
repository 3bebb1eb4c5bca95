"""Whom a matter concerns among our own people, only ever added to; and the journal by the verb of an entry."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from procedure.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('procedure', '0008_links'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(fields=['verb', '-chain_no'], name='entries_by_verb'),
        ),
        migrations.AddField(
            model_name='concern',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedure.journalentry'),
        ),
        migrations.AddField(
            model_name='concern',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='procedure.matter'),
        ),
        migrations.AddField(
            model_name='concern',
            name='officer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.UniqueConstraint(fields=('officer', 'matter'), name='one_concern_per_officer'),
        ),
        append_only("procedure_concern"),
    ]
