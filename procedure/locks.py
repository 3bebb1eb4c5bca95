"""The Python half of the locks: rows that are only ever added, and fields only the corridor may move.

The other half are triggers (`procedure/triggers.py`), for whoever comes past Django.
"""

from typing import Any

from django.db import models


class Locked(TypeError):
    """Raised when code tries to change or remove what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **values: Any) -> int:
        raise Locked(f"{self.model.__name__} 只增不改")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise Locked(f"{self.model.__name__} 只增不改")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Locked(f"{self.model.__name__} 只增不删")


class AppendOnly(models.Model):
    """A row that is written once: saving it again or deleting it is refused."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Locked(f"{type(self).__name__} 只增不改")
        # A new instance that was given an existing key would otherwise be saved as an UPDATE.
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Locked(f"{type(self).__name__} 只增不删")


class GuardedQuerySet(models.QuerySet[Any]):
    """A queryset that will neither delete rows nor move the fields named in the model's `corridor_only`."""

    def _refuse(self, names: Any) -> None:
        locked: frozenset[str] = getattr(self.model, "corridor_only", frozenset())
        if touched := sorted(set(names) & set(locked)):
            raise Locked(f"{self.model.__name__} 的 {'、'.join(touched)} 只能经由程序步骤变更")

    def update(self, **values: Any) -> int:
        self._refuse(values)
        return super().update(**values)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        self._refuse(fields)
        return super().bulk_update(objs, fields, batch_size)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Locked(f"{self.model.__name__} 不得删除")
