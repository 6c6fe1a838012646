"""Every model, walked: names, pairs, history."""

import re

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
    "accounts.Invitation": "each step has its own column with instant and person",
    "accounts.Confirmation": "one use of one factor, written once",
    "accounts.Device": "where somebody signed in, seen again or not",
    "agreements.AgreementTeamGrant": "never written",
    "agreements.AgreementHelperGrant": "a grant is there or not",
    "agreements.ReferenceCounter": "a counter",
    "agreements.CodeUse": "follows from the document, whose pieces keep theirs",
    "agreements.PublishedRendering": "work in progress; what it made is known by its digest",
    "agreements.Rendering": "work in progress; what it made is known by its digest",
    "agreements.SavedView": "the person's own list",
    "agreements.Transition": "append-only: it is history",
    "agreements.Upload": "kept while somebody looks at what a file would do",
    "agreements.Version": "append-only",
    "agreements.VersionCode": "written once, when the version is frozen",
    "drafting.Gathering": "what waits to be told; gone once it is",
    "drafting.Preview": "work in progress; what it made is thrown away after a week",
    "drafting.Remark": "written once: a line of a conversation, or what somebody did in it",
    "drafting.Typed": "what somebody typed, kept until it is saved or given up",
    "lawfulbasis.LoadedFile": "the digest of what was loaded last",
    "notices.DigestHour": "the person's own choice",
    "notices.Notice": "its words are final, each step has its own column",
    "notices.Preference": "the person's own choice",
    "parties.EvidenceFile": "append-only in use: a new file is a new row",
    "parties.MandateAnswer": "append-only: a change of mind is another row",
    "parties.MandateBody": "written once, when the mandate is proposed",
    "parties.MembershipOffer": "belongs to one invitation and never changes",
    "parties.OrganisationGrant": "follows from the team's role; written once",
    "parties.OrganisationHelperGrant": "never written",
    "parties.Team": "written once, when the organisation is made",
    "parties.Upload": "kept while somebody looks at what a list would do",
    "closing.Certificate": "work in progress; what it made is known by its digest",
    "closing.Deadline": "the next reminder of a day, worked out from what it follows from",
    "closing.Disposal": "each step has its own column",
    "closing.Holding": "append-only",
    "closing.Outcome": "append-only: a correction is another row",
    "reviews.Answer": "append-only: a change of mind is another row",
    "reviews.Approval": "append-only",
    "reviews.CampaignItem": "written once, then joined to its review",
    "reviews.Decision": "append-only: a change of mind is another row",
    "reviews.IssueNote": "append-only",
    "reviews.Omission": "append-only",
    "reviews.Plan": "the next date, worked out from the agreement whenever it changes",
    "reviews.Feed": "the person's own choice",
    "reviews.Point": "append-only",
    "reviews.ReviewedText": "append-only",
    "signing.Alternate": "who else may sign, named with the request and replaced as a whole",
    "signing.Answer": "append-only",
    "signing.Body": "written once, with its request",
    "signing.ChainHead": "where the chain of evidence ends",
    "signing.Elsewhere": "written once",
    "signing.Objection": "append-only",
    "signing.Pack": "work in progress; what it made is known by its digest",
    "signing.Paper": "each step has its own columns with instant and person",
    "signing.PublishedHead": "append-only",
    "signing.Question": "each step has its own columns with instant and person",
    "signing.Retraction": "append-only",
    "signing.SealedFile": "append-only",
    "signing.Sealing": "work in progress; what it made is known by its digests",
    "signing.Signature": "append-only",
}


def label(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


FROM_DJANGO = {"last_login"}


def test_times_and_days_are_named_alike():
    wrong = []
    for model in OURS:
        for field in model._meta.get_fields():
            if isinstance(field, models.DateTimeField):
                if not field.name.endswith(("_at", "_before", "_until")) and field.name not in {"at", *FROM_DJANGO}:
                    wrong.append(f"{label(model)}.{field.name}")
            elif isinstance(field, models.DateField) and not re.search(r"(^|_)on$|_(from|to)$", field.name):
                wrong.append(f"{label(model)}.{field.name}")
    assert wrong == []


def test_text_is_never_null():
    nullable = [
        f"{label(model)}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, (models.CharField, models.TextField)) and field.null and not field.unique
    ]
    assert nullable == []


def test_every_model_says_what_it_is():
    silent = [
        label(model)
        for model in OURS
        if model.__str__ is models.Model.__str__ or (model.__doc__ or "").startswith(f"{model.__name__}(")
    ]
    assert silent == []


def test_history_is_kept_or_the_reason_is_written_down():
    unclear = [label(model) for model in OURS if hasattr(model, "history") == (label(model) in WITHOUT_HISTORY)]
    assert unclear == []


def test_no_reason_outlives_its_model():
    assert set(WITHOUT_HISTORY) - {label(model) for model in OURS} == set()
