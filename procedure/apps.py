from django.apps import AppConfig
from django_fsm.signals import pre_transition


class ProcedureConfig(AppConfig):
    name = "procedure"
    verbose_name = "程序"

    def ready(self) -> None:
        from procedure.corridor import refuse_outside  # the models must be loaded before the lock is hung

        pre_transition.connect(refuse_outside, dispatch_uid="procedure.refuse_outside")
