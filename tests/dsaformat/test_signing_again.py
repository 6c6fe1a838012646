"""Who would have to sign again after which change, and why."""

import pytest

from dsaformat import diff
from dsaformat.diff import Who
from tests.dsaformat.comparison import LONG, compared, edited

EVERYONE, THESE, NOBODY = Who.EVERYONE, Who.THESE, Who.NOBODY
PROCESSOR = {"key": "q", "organisation": {"name": "Q"}, "roles": ["processor"], "processor_for": ["police"]}
SIGN = [
    # New data, purposes, security, dates and words bind everyone.
    ({"datasets__0__items__2": {"key": "n", "name": "NHS number"}}, EVERYONE, (), "the data or its use changed"),
    ({"purposes__2": {"key": "z", "title": "Research"}}, EVERYONE, (), "the purpose changed"),
    ({"security__0": None}, EVERYONE, (), "how data is kept safe changed"),
    ({"term__ends_on": "2029-01-01", "term__ongoing": False}, EVERYONE, (), "the dates of the agreement changed (2 "),
    ({"sections__0__text": "Other words."}, EVERYONE, (), "the wording changed"),
    ({"legislation__0__provision": "section 11"}, EVERYONE, (), "the law that the agreement stands on changed"),
    # Parties that come or go.
    (
        {"parties__4": {"key": "nhs", "organisation": {"name": "Barts"}, "roles": ["recipient"]}},
        EVERYONE,
        (),
        "Barts joins, and supplies or receives data",
    ),
    ({"parties__3": None}, NOBODY, (), "The Watchers leaves, and neither supplies nor receives data"),
    (
        {
            "parties__4": {
                "key": "p2",
                "organisation": {"name": "Q"},
                "roles": ["processor"],
                "processor_for": ["police"],
            }
        },
        THESE,
        ("police",),
        "Essex Police signs again because Q joins, and neither supplies nor receives data itself",
    ),
    # Their own rows.
    (
        {"retention__0__period__number": 6},
        THESE,
        ("police",),
        "Essex Police signs again because its own rows changed: retention.",
    ),
    (
        {"retention__1__period__number": 2},
        THESE,
        ("council",),
        "Harlow Council signs again because rows of PI Limited changed: retention.",
    ),
    ({"lawful_basis__0__reason": "Because."}, THESE, ("council",), "its own rows changed: lawful basis"),
    ({"parties__0__duties": ["Tell nobody."]}, THESE, ("council",), "its own rows changed: duties"),
    ({"storage__0__country": "Wales"}, THESE, ("council",), "its own rows changed: storage"),
    (
        {"retention__0__period__number": 6, "storage__0__country": "Wales"},
        EVERYONE,
        (),
        "its own rows changed: retention",
    ),
    # Everyone is told.
    ({"parties__0__organisation__phone": "1"}, NOBODY, (), "everyone is told: phone number"),
    ({"parties__0__contacts": []}, NOBODY, (), "everyone is told: contacts"),
    ({"attachments__0": None}, NOBODY, (), "everyone is told: attachments"),
    ({"versions": [{"key": "v", "version": "2"}]}, NOBODY, (), "everyone is told: history of the document"),
    ({"term__review__on": "2029-01-01"}, NOBODY, (), "everyone is told: review"),
    ({"identity__version": 2}, NOBODY, (), "everyone is told: version"),
    (
        {"parties__1__organisation__name": "Essex Constabulary"},
        NOBODY,
        (),
        "Essex Police is now called Essex Constabulary, and is the same organisation",
    ),
    (
        {"parties__1__organisation__name": "Kent Police", "parties__1__organisation__slug": "kent-police"},
        EVERYONE,
        (),
        "nothing shows that Kent Police is the organisation that was Essex Police",
    ),
    (
        {"sections__0__text": LONG.upper().replace(" ", "  ")},
        NOBODY,
        (),
        "only spaces, punctuation or capitals changed",
    ),
    ({"sections__1__text": "See the table"}, NOBODY, (), "only spaces, punctuation or capitals changed"),
]


@pytest.mark.parametrize(("changes", "who", "parties", "reason"), SIGN, ids=[str(row[0])[:60] for row in SIGN])
def test_who_signs_again(changes, who, parties, reason):
    """E-10"""
    _, proposal = compared(**changes)
    assert (proposal.who, proposal.parties) == (who, parties)
    assert any(reason in one.sentence for one in proposal.reasons), proposal.reasons


@pytest.mark.parametrize(("old", "new"), [("1.5 years", "15 years"), ("re-sign", "resign"), ("5%", "5"), ("-5", "5")])
def test_marks_that_carry_meaning_are_no_trifle(old, new):
    before, after = edited(sections__0__text=old), edited(sections__0__text=new)
    assert diff.proposal(diff.changes(before, after), before, after).who is Who.EVERYONE


def test_nothing_changed():
    changes, proposal = compared()
    assert changes == ()
    assert [reason.sentence for reason in proposal.reasons] == ["Nothing changed."]


def test_reasons_cover_every_change_once_and_the_gravest_come_first():
    changes, proposal = compared(
        retention__0__period__number=6,
        parties__0__organisation__phone="1",
        security__0=None,
        sections__0__text="Other.",
    )
    assert sorted(path for reason in proposal.reasons for path in reason.paths) == sorted(one.path for one in changes)
    assert [reason.who for reason in proposal.reasons] == [EVERYONE, EVERYONE, THESE, NOBODY]
