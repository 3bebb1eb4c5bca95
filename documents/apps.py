from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from documents.guard import names_somebody  # noqa: PLC0415  # the models are not there before
        from procedure.texts import judged_by  # noqa: PLC0415  # as above

        judged_by(names_somebody)
