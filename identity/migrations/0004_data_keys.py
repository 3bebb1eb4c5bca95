"""A data key for each sealed thing, the disposals that let one go, and what was done with the vault's own keys."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('identity', '0003_mailbox_and_replace'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ceremony',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('key_id', models.CharField(blank=True, max_length=16)),
                ('by_name', models.CharField(max_length=80)),
                ('outcome', models.CharField(max_length=20)),
                ('detail', models.JSONField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=40)),
                ('key_id', models.CharField(max_length=16)),
                ('suite', models.PositiveSmallIntegerField()),
                ('blob', models.BinaryField()),
                ('commitment', models.BinaryField(max_length=32)),
                ('wrapped_on', models.DateField()),
            ],
            options={
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['key_id'], name='wraps_of_a_key')],
                'constraints': [models.UniqueConstraint(fields=('ref', 'key_id'), name='one_wrap_per_vault_key')],
            },
        ),
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=40, unique=True)),
                ('asked_by_id', models.BigIntegerField()),
                ('asked_by_name', models.CharField(max_length=40)),
                ('approved_by_id', models.BigIntegerField()),
                ('approved_by_name', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=80)),
                ('removed', models.JSONField()),
                ('disposed_on', models.DateField()),
            ],
            options={
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('asked_by_id', models.F('approved_by_id')), _negated=True), name='disposed_by_two')],
            },
        ),
    ]
