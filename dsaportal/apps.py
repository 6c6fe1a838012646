from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dsaportal"
    verbose_name = "Portal"

    def ready(self) -> None:
        from drafting.models import Template
        from dsaportal import discussed
        from reviews import approvals, candidates, talk
        from signing import opinions

        opinions.register(approvals.of_version)
        talk.register(discussed.of)
        published = Template.objects.filter(state="published")
        candidates.register_template_names(lambda: dict(published.all().values_list("code", "title")))
