"""How a browser reaches the pages of a review, and what it sends there."""

import datetime as dt

from django.urls import reverse

from tests.factories.people import sign_in

BEGAN = dt.timedelta(days=160)
"""Long enough ago for the first reminder to have left."""
SECTION = "section-retention"


def at(scene, name="one", number=1):
    parts = [scene.agreement.reference] + ([] if name in ("all", "start") else [number])
    return reverse(f"reviews:{name}", args=parts)


def page(client, person, address, status=200):
    sign_in(client, person)
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    shown: str = answer.content.decode()
    assert "⟦missing" not in shown
    return shown


def post(client, person, address, **typed):
    sign_in(client, person)
    return client.post(address, typed)


def same(**changes):
    """The answer form as it stands when it is opened."""
    questions = dict.fromkeys(("purposes", "scope", "benefits", "security", "law", "parties"), "same")
    return {"note": ""} | questions | changes


def day_in(boxes: str, day: dt.date) -> dict[str, int]:
    return {f"{boxes}_day": day.day, f"{boxes}_month": day.month, f"{boxes}_year": day.year}
