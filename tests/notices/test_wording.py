import pytest
from django.conf import settings

from notices import kinds, wording
from notices.wording import Quoted, write

UNDELIVERED = kinds.kind("delivery.failed")
INVITE = kinds.kind("account.invite")
FACTS = {
    "person": "Sean O'Brien",
    "email": "sean@council.example",
    "title": "A review is due",
    "about": "",
    "reason": "",
}


def words(name="Morgan Reed", **different):
    return write(UNDELIVERED, FACTS | different, name=name)


def invite(**different):
    facts = {"by": "Ada Field", "organisation": "Essex", "roles": ["Reader"], "link": "/account/invitation/x/"}
    return write(INVITE, facts | different, name="")


def test_an_apostrophe_stays_one():
    assert words().subject == "We could not deliver an email to Sean O'Brien"
    assert "reach Sean O'Brien another way" in words().text


def test_the_name_comes_first_and_once():
    assert words().text.startswith("Morgan Reed\n\nWe tried")
    role = {"headline": "can now sign agreements for Essex", "about_you": True, "by": "Ann", "organisation": "Essex"}
    told = write(kinds.kind("account.role"), role | {"link": "/organisations/essex/"}, name="Morgan Reed")
    assert told.text.count("Morgan Reed") == 1


def test_without_a_name_nobody_is_greeted():
    assert words(name="").text.startswith("We tried")


def test_the_footer_says_why_how_to_change_it_and_who_sends():
    fixed = words().text.split(wording.FOOTER_RULE)[1]
    assert "You are getting this because you can put the address right" in fixed
    assert UNDELIVERED.compulsory in fixed
    assert settings.OPERATOR_ADDRESS in fixed
    assert settings.SERVICE_NAME in fixed
    optional = write(kinds.kind("org.dpo_missing"), {"organisation": "Essex", "link": "/x/"}, name="")
    assert f"{settings.SITE_URL}/account/notifications/" in optional.text.split(wording.FOOTER_RULE)[1]


@pytest.mark.parametrize(
    "typed",
    [
        "A\r\nBcc: everybody@evil.example",
        "A\nBcc: everybody@evil.example",
        "A\rBcc: everybody@evil.example",
        "A\u2028Bcc: everybody@evil.example",
        "A\u2029Bcc: everybody@evil.example",
        "A\x85Bcc: everybody@evil.example",
        "A\x0bBcc: everybody@evil.example",
        "A\x0cBcc: everybody@evil.example",
        "A\x00Bcc: everybody@evil.example",
        "A%0d%0aBcc: everybody@evil.example",
        "A\r\n\r\n<script>alert(1)</script>",
        "A\u202etxt.exe",
    ],
)
def test_nothing_typed_breaks_a_subject(typed):
    subject = words(person=typed).subject
    assert subject.isprintable()
    assert "\n" not in subject
    assert "\r" not in subject


def test_a_typed_line_break_does_not_make_a_paragraph_of_ours():
    told = words(person="Ann\n\nYour account is locked. Go to http://evil.example/")
    assert "\nYour account" not in told.text


def test_what_a_person_wrote_is_set_off_line_by_line():
    told = words(reason=Quoted("I cannot.\n\nYour account is locked."))
    assert "> I cannot.\n>\n> Your account is locked." in told.text


def test_a_long_title_is_cut_in_the_subject_only():
    long = "Transformation Challenge Award " * 6
    told = words(person=long)
    assert told.subject == "We could not deliver an email to " + long[:69].rstrip() + "…"
    assert long.strip() in told.text


def test_links_are_written_out_in_full():
    assert f"\n{settings.SITE_URL}/account/invitation/x/\n" in invite().text
    assert f"\n{settings.SITE_URL}/a/\n" in invite(link=f"{settings.SITE_URL}/a/").text


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "evil", " /a"])
def test_a_link_elsewhere_is_a_mistake(link):
    if link.strip().startswith("/a"):
        assert "/a\n" in invite(link=link).text
    else:
        with pytest.raises(ValueError, match="does not lead to this site"):
            invite(link=link)


def test_a_link_that_only_starts_like_ours_is_a_mistake():
    with pytest.raises(ValueError):
        invite(link=f"{settings.SITE_URL}.evil.example/")


def test_empty_lines_do_not_pile_up():
    assert "\n\n\n" not in words().text


def test_the_main_link_is_the_message_s_own_not_the_footer_s():
    assert wording.main_link(invite().text) == f"{settings.SITE_URL}/account/invitation/x/"
    assert wording.main_link(words().text) == ""
