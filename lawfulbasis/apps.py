from django.apps import AppConfig


class LawfulBasisConfig(AppConfig):
    name = "lawfulbasis"
    verbose_name = "Law"
