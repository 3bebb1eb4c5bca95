from django.core.validators import RegexValidator
from django.db import migrations, models

from enterprises.names import initials, name_key


def fill(apps, schema_editor):
    enterprises = apps.get_model("enterprises", "Enterprise").objects
    for enterprise in enterprises.only("name").iterator(chunk_size=1000):
        enterprise.name_key = name_key(enterprise.name)
        enterprise.initials = initials(enterprise.name)
        enterprise.save(update_fields=["name_key", "initials"])


class Migration(migrations.Migration):

    dependencies = [("enterprises", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="enterprise",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("shop", "实体经营者"),
                    ("platform", "电子商务平台经营者"),
                    ("platform_shop", "平台内经营者"),
                    ("own_site", "自建网站经营者"),
                ],
                default="",
                max_length=16,
                verbose_name="经营方式",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="enterprise",
            name="name_key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="enterprise",
            name="township",
            field=models.CharField(
                blank=True, default="", max_length=9, validators=[RegexValidator(r"^\d{9}\Z")], verbose_name="所在乡镇代码"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="responsibleperson",
            constraint=models.UniqueConstraint(
                fields=("enterprise", "name", "position"), name="one_entry_per_position"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
