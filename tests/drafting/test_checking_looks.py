"""The pages of checks, history, comparison and preview in a browser: axe, 320 pixels, without script."""

import pytest

from drafting.services import waivers
from tests.drafting.scene import AT, TODAY, draft
from tests.drafting.test_checking import at, found
from tests.drafting.test_history import LONG, write
from tests.journeys import browser


@pytest.mark.django_db(transaction=True)
def test_every_page_is_usable_by_everybody(window):
    scene = draft(4, flows=[{"key": "f", "sender": "p0", "recipients": ["p1"], "datasets": ["families"]}])
    write(scene, LONG, 1)
    write(scene, LONG.replace("names", "addresses"), 2)
    one = next(one for one in found(scene) if one.waivable)
    reason = "Both boards agreed to this in March."
    waivers.waive(agreement=scene.agreement, findings=[one], reason=reason, on=TODAY, by=scene.officer, at=AT)
    rest = next(one for one in found(scene) if one.waivable and not one.waived)
    addresses = [
        at(scene, "checks"),
        at(scene, "checks", severity="warning", party="p1"),
        at(scene, "one_rule", rest.rule.lower()),
        at(scene, "waive", rest.rule.lower()),
        at(scene, "withdraw_waiver", one.rule.lower()),
        at(scene, "pictures"),
        at(scene, "history"),
        at(scene, "history", section="necessity"),
        at(scene, "answer_history", "necessity", "minimum"),
        at(scene, "compare"),
        at(scene, "preview"),
        at(scene, "tasks"),
    ]
    wrong = {}
    with window(user=scene.officer) as page:
        for address in addresses:
            assert page.goto(address).status == 200, address
            for width in (browser.DESK, browser.PHONE):
                browser.resize(page, width)
                found_ = [*browser.axe(page), *browser.sideways(page), *browser.small_targets(page)]
                if found_:
                    wrong[address, width] = found_
            browser.picture(page, "checking-" + address.strip("/").split("/", 2)[2].replace("/", "-").split("?")[0])
        assert page.complaints == []
    assert wrong == {}


@pytest.mark.django_db(transaction=True)
def test_a_pdf_can_be_asked_for_without_script(window):
    scene = draft()
    with window(user=scene.officer, script=False) as page:
        page.goto(at(scene, "preview"))
        page.get_by_role("button", name="Make a PDF of this draft").click()
        assert page.get_by_role("heading", name="PDF of this draft").is_visible()
