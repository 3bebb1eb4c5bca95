"""Links between matters, only ever added to; and the figure of an outcome that an undone merge takes back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from procedure import tallies
from procedure.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('procedure', '0007_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatterLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('event', '同一事件'), ('party', '同一当事人'), ('split', '同一来件拆分'), ('duplicate', '重复'), ('other', '其他')], max_length=12, verbose_name='关联类别')),
                ('reason', models.CharField(max_length=500, verbose_name='关联理由')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to_younger', to='procedure.matter')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to_older', to='procedure.matter')),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone', to='procedure.matterlink')),
            ],
            options={
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='a_link_joins_two')],
            },
        ),
        append_only("procedure_matterlink"),
        migrations.RunPython(lambda apps, schema: tallies.hang_triggers(schema), migrations.RunPython.noop),
    ]
