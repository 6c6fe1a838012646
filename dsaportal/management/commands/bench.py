import logging
import shutil
import tempfile
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import include, path, reverse
from django.utils import timezone

from accounts import factors
from accounts.models import User
from accounts.roles import Role
from dsaportal.bench import crowd, drafts, lists, measure, pdfs, reviews, seals, signing, starting

urlpatterns = [path("bench/empty/", measure.empty_view), path("", include("dsaportal.urls"))]


class Command(BaseCommand):
    help = "Measure pages in a throw-away database with 400 organisations, 2,000 people and 10,000 agreements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisations", type=int, default=400)
        parser.add_argument("--people", type=int, default=2000)
        parser.add_argument("--agreements", type=int, default=10_000)
        parser.add_argument("--no-start", action="store_true", help="skip starting the whole portal")

    def handle(
        self, *args: Any, organisations: int, people: int, agreements: int, no_start: bool, **options: Any
    ) -> None:
        logging.disable(logging.CRITICAL)
        if not no_start:
            self.stdout.write(starting.line(Path(settings.BASE_DIR)))
        setup_test_environment(debug=False)
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        files = tempfile.mkdtemp(prefix="portal-bench-")
        try:
            with override_settings(
                ROOT_URLCONF=__name__, MEDIA_ROOT=files, SECURE_SSL_REDIRECT=False, ALLOWED_HOSTS=["testserver"]
            ):
                self._pages(organisations, people)
                self._lists(agreements)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
            shutil.rmtree(files, ignore_errors=True)
            teardown_test_environment()

    def _pages(self, organisations: int, people: int) -> None:
        at = timezone.now()
        crowded = crowd.gather(organisations=organisations, people=people, at=at)
        officer = next(p for p in crowded if p.groups.filter(name__endswith=f":{Role.IG_OFFICER}").exists())
        self.stdout.write(f"{organisations} organisations, {people:,} people, {connection.vendor}")
        empty = measure.page("empty view", measure.getter(Client(), "/bench/empty/"))
        inside = self._signed_in(officer)
        figures = [
            measure.page("sign-in page", measure.getter(Client(), reverse("account_login"))),
            measure.page("directory", measure.getter(inside, reverse("parties:directory"))),
            measure.page("directory, searched", measure.getter(inside, reverse("parties:directory") + "?q=council+39")),
            measure.page("your work", measure.getter(inside, reverse("home"))),
            measure.page("agreements", measure.getter(inside, reverse("agreements:list"))),
        ]
        for each in (empty, *figures):
            self.stdout.write(each.line(empty))
        for line in (
            *drafts.lines(officer, inside, empty=empty, at=at),
            *pdfs.lines(at=at),
            *signing.lines(officer, at=at),
            *seals.lines(at=at),
        ):
            self.stdout.write(line)

    def _lists(self, agreements: int) -> None:
        officers = User.objects.filter(groups__name__endswith=f":{Role.IG_OFFICER}").order_by("pk")[:2]
        whose = ("party to all", "party to some")
        people = {name: (person, self._signed_in(person)) for name, person in zip(whose, officers, strict=True)}
        for line in lists.lines(people, agreements=agreements, at=timezone.now()):
            self.stdout.write(line)
        for line in reviews.lines(agreements=agreements, at=timezone.now()):
            self.stdout.write(line)

    def _signed_in(self, person: User) -> Client:
        """A client as the person, who has the second factor that their role needs."""
        if not factors.has_one(person):
            TOTP.activate(person, generate_totp_secret())
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client
