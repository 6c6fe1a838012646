"""Pages of a draft with forty parties and the longest answers: axe, 320 pixels, nothing runs off the side."""

import datetime as dt
import json

import pytest

from accounts.roles import Role
from agreements import services as agreements
from drafting.choices_discussion import ThreadKind
from drafting.services import starting, templates
from dsaformat import editing
from lawfulbasis import services as law
from tests.drafting import talk
from tests.drafting.scene import AT, Draft
from tests.drafting.test_checking import at
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, make_person
from tests.journeys import browser
from tests.shares import shares

PARTIES = 40
LONGEST = 20_000
WORD = "https://example.org/" + "a-path-without-a-break" * 12
SENTENCE = "The council gives the school the names of the children whom it helps, and nothing else. "
LATER = AT + dt.timedelta(minutes=10)


def long_text(begins: str) -> str:
    text = f"{begins}\n\n{WORD}\n\n" + SENTENCE * 300
    return text[:LONGEST].strip()


def big_draft() -> Draft:
    """Begun from the largest template, which has a newer version by now."""
    law.load_catalogue(at=AT)
    templates.load(at=AT)
    names = [
        f"The Royal Borough of Number {number} and its Neighbouring Districts Council" for number in range(PARTIES)
    ]
    organisations = tuple(make_organisation(name) for name in names)
    officer = make_person("ig@lead.example", organisations[0], [Role.IG_OFFICER], full_name="Ada Lead")
    partner = make_person("ig@second.example", organisations[1], [Role.IG_OFFICER], full_name="Ben Second")
    template = templates.in_use("pan-london", "1")
    agreement = starting.start(
        template=template, title="Early help", public_title="", lead=organisations[0], by=officer, at=AT
    )
    agreements.change(agreement=agreement, edit=lambda text: _filled(text, organisations), by=officer, at=LATER)
    _newer(template)
    agreement.refresh_from_db()
    return Draft(agreement, organisations, officer, partner, officer, partner, partner)


def _filled(text, organisations):
    for index, organisation in enumerate(organisations[1:], start=1):
        row = starting.party(organisation, roles=["controller", "supplier"], key=f"p{index}")
        text = editing.add(text, "parties", row)
    fixed = next(section for section in text.sections if section.fixed)
    text = editing.put(text, f"sections/{fixed.key}", {"fixed": long_text("Ours."), "text": long_text("Own text.")})
    text = editing.add(text, "sections", {"key": "more", "heading": "More " + "x" * 150, "text": long_text("More.")})
    text = editing.put(text, "proportionality", {"text": long_text("Only names.")})
    for index in range(PARTIES):
        party = text.parties[index].key
        row = {"key": f"r{index}", "party": party, "text": WORD[:200], "period": {"number": 2, "unit": "years"}}
        text = editing.add(text, "retention", row)
    return text


def _newer(template):
    operator = make_operator()
    row = templates.revise(template=template, by=operator, at=AT)
    values = json.loads(row.text)
    values["sections"][2]["guidance"] = long_text("New.")[:5000]
    row = templates.write(template=row, values=values, by=operator, at=AT)
    templates.publish(template=row, note="Clearer guidance.", by=operator, at=AT)


@shares(2)
@pytest.mark.django_db(transaction=True)
def test_long_answers_and_many_parties_fit_a_phone(window, share):
    """And a desk: half of the pages are narrow in one share and wide in the other."""
    scene = big_draft()
    outline = templates.in_use("pan-london", "1").outline
    asks = {(section.key, one.key): one for section in outline.sections for one in section.asked}
    rows = next(key for key, one in asks.items() if one.path == "retention")
    part = next(key for key, one in asks.items() if one.path == "proportionality")
    parties = next(key for key, one in asks.items() if one.kind == "parties")
    fixed = next(section.key for section in outline.sections if section.fixed)
    thread = talk.say(scene, scene.partner, ThreadKind.COMMENT, section=part[0], text=long_text("Why?")[:2000])
    shorter = {"question": "text", "path": f"sections/{fixed}", "field": "text"}
    before, proposed = long_text("Own text."), long_text("Better text.")
    idea = talk.say(
        scene, scene.partner, ThreadKind.SUGGESTION, section=fixed, before=before, proposed=proposed, **shorter
    )
    addresses = {
        "tasks": at(scene, "tasks"),
        "section": at(scene, "section", fixed),
        "section-part": at(scene, "section", part[0]),
        "text": at(scene, "question", fixed, "text"),
        "part": at(scene, "question", *part),
        "rows": at(scene, "question", *rows),
        "row": at(scene, "change", *rows, "retention/r1"),
        "parties": at(scene, "parties", *parties),
        "party": at(scene, "party", *parties, "p7"),
        "answer-history": at(scene, "answer_history", *part),
        "history": at(scene, "history"),
        "compare": at(scene, "compare", **{"from": "template", "to": "now"}),
        "compare-template": at(scene, "compare_template"),
        "compare-template-now": at(scene, "compare_template", **{"with": "now"}),
        "discussion": at(scene, "discussion"),
        "thread": at(scene, "thread", thread.reference),
        "suggestion": at(scene, "decide", idea.reference),
        "discuss": at(scene, "discuss", *part),
        "checks": at(scene, "checks"),
        "ask": at(scene, "ask_section", "law-enforcement"),
        "not-needed": at(scene, "not_needed", "oversight"),
    }
    wrong = {}
    with window(user=scene.officer) as page:
        for number, (name, address) in enumerate(addresses.items()):
            width = (browser.PHONE, browser.DESK)[(number + share) % 2]
            browser.resize(page, width)
            assert page.goto(address).status == 200, address
            found = [*browser.axe(page), *browser.sideways(page), *browser.small_targets(page)]
            if found:
                wrong[name, width] = found
            browser.picture(page, f"long-{name}")
        assert page.complaints == []
    assert wrong == {}
