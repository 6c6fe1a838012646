"""Which agreements a campaign finds for its reason, and which it leaves out."""

import datetime as dt
import json

import pytest

from agreements import services as agreements
from agreements.models import CodeUse, Piece, Version
from foundation.verdicts import Refused
from lawfulbasis import services as law
from lawfulbasis.models import Entry
from reviews import candidates
from reviews.choices import CampaignKind
from reviews.services import campaigns
from tests.reviews import many
from tests.reviews.many import AT, DAY, TODAY

pytestmark = pytest.mark.django_db


def found(made, kind=CampaignKind.CHOSEN, subject="", by=None):
    return candidates.find(by or made.officer, made.lead, kind, subject)


def left_out(made, *args) -> set[str]:
    return set(found(made, *args).left_out.values_list("why_not", flat=True))


def test_an_agreement_is_in_one_open_campaign_at_a_time():
    made = many.in_force(1)
    first = many.opened(made)
    assert left_out(made) == {"taken"}
    with pytest.raises(Refused):
        many.opened(made)
    campaigns.close(campaign=first, by=made.officer, at=AT)
    assert found(made).fitting.count() == 1


def test_only_what_the_organisation_leads():
    made = many.in_force(2)
    ours = candidates.find(made.reviewer, made.partner, CampaignKind.CHOSEN, "")
    assert (ours.fitting.count(), set(ours.left_out.values_list("why_not", flat=True))) == (0, {"foreign"})


def test_what_is_about_to_be_replaced_is_left_out():
    made = many.in_force(1)
    agreements.open_variation(agreement=made.agreements[0], reason="New data.", by=made.officer, at=AT)
    assert left_out(made) == {"replaced"}


def test_a_period_finds_what_is_due_in_it():
    made = many.in_force(3)
    for agreement, days in zip(made.agreements, (-5, 20, 40), strict=True):
        many.due(agreement, TODAY + days * DAY)
    until = (TODAY + 30 * DAY).isoformat()
    assert list(found(made, CampaignKind.PERIOD, until).fitting) == made.agreements[:2]


def test_a_template_finds_what_was_made_from_it_and_no_other_with_a_name_like_it():
    made = many.in_force(3)
    for agreement, code in zip(made.agreements, ("annex", "annex-2", ""), strict=True):
        value = json.dumps({"code": code, "version": "1"}, separators=(",", ":"))
        Piece.objects.create(agreement=agreement, part="template", value=value, changed_at=AT)
    assert list(found(made, CampaignKind.TEMPLATE, "annex").fitting) == made.agreements[:1]
    assert candidates.templates(made.lead) == [("annex", "annex (1 agreement)"), ("annex-2", "annex-2 (1 agreement)")]


def test_a_change_in_the_law_finds_older_texts_that_use_what_changed():
    law.load_catalogue(at=AT)
    made = many.in_force(3)
    entry = Entry.objects.filter(current_wording_from__range=(TODAY - 300 * DAY, TODAY)).first()
    day = entry.current_wording_from
    for agreement in made.agreements[:2]:
        CodeUse.objects.create(agreement=agreement, code=entry.code, path="lawful_basis/one")
    newer = Version.objects.get(agreement=made.agreements[1])
    copy_of = {name: getattr(newer, name) for name in ("agreement", "text", "frozen_by")}
    at = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    Version.objects.create(number=2, fingerprint="f" * 64, frozen_at=at, **copy_of)
    assert list(found(made, CampaignKind.LAW, day.isoformat()).fitting) == made.agreements[:1]
    assert day.isoformat() in dict(candidates.law_days(TODAY))
