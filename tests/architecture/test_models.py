"""Every model, walked: names, pairs, history."""

import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture import house

OURS = [
    model
    for model in apps.get_models()
    if model._meta.app_label in house.PACKAGES and not model.__name__.startswith("Historical")
]

# Models that keep no history, each with its reason.
WITHOUT_HISTORY = {
    "accounts.User": "what changed about a person's sign-in is told by notices; the profile is theirs to change",
    "accounts.Invitation": "each step has its own column with instant and person",
    "parties.Team": "written once, when the organisation is made",
    "parties.MembershipOffer": "belongs to one invitation and never changes",
    "parties.OrganisationGrant": "follows from the team's role; written once",
    "parties.OrganisationHelperGrant": "never written",
}


def label(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


@pytest.mark.parametrize("model", OURS, ids=label)
def test_times_and_days_are_named_alike(model):
    wrong = []
    for field in model._meta.get_fields():
        if isinstance(field, models.DateTimeField):
            if not field.name.endswith(("_at", "_before", "_until")) and field.name != "at":
                wrong.append(field.name)
        elif isinstance(field, models.DateField) and not re.search(r"(^|_)on$|_day$", field.name):
            wrong.append(field.name)
    assert wrong == []


@pytest.mark.parametrize("model", OURS, ids=label)
def test_text_is_never_null(model):
    nullable = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, (models.CharField, models.TextField)) and field.null and not field.unique
    ]
    assert nullable == []


@pytest.mark.parametrize("model", OURS, ids=label)
def test_model_says_what_it_is(model):
    assert model.__str__ is not models.Model.__str__
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", OURS, ids=label)
def test_history_is_kept_or_the_reason_is_written_down(model):
    keeps = hasattr(model, "history")
    assert keeps != (label(model) in WITHOUT_HISTORY)


def test_no_reason_outlives_its_model():
    assert set(WITHOUT_HISTORY) <= {label(model) for model in OURS}
