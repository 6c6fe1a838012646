"""The pages of pasting and of checks in a browser: axe, 320 pixels, and a file chosen."""

import pytest

from drafting.models import Typed
from tests.drafting.scene import draft
from tests.drafting.test_checking import at as address_of
from tests.drafting.test_noticed import another
from tests.drafting.test_pasting import ITEMS, at, document
from tests.drafting.test_pasting_files import HEADS, xlsx
from tests.journeys import browser


@pytest.mark.django_db(transaction=True)
def test_a_spreadsheet_goes_in_at_any_width(window, tmp_path):
    scene = draft()
    content = xlsx(HEADS, *([f"Variable {number}", "As held.", number == 1] for number in range(1, 31)))
    (tmp_path / "items.xlsx").write_bytes(content)
    wrong = {}
    with window(user=scene.officer) as page:
        page.goto(at(scene, *ITEMS))
        wrong |= looked_at(page, "pasting-table")
        page.get_by_label("Or choose a spreadsheet").set_input_files(tmp_path / "items.xlsx")
        page.get_by_role("button", name="Read the table").click()
        assert page.get_by_text("30 lines.").is_visible()
        wrong |= looked_at(page, "pasting-columns")
        page.get_by_role("button", name="Add the lines").click()
        assert page.get_by_text("30 lines added.").is_visible()
        assert page.complaints == []
    assert wrong == {}
    assert len(document(scene).datasets[0].items) == 31
    assert not Typed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_noticed_beside_the_checks_is_usable_by_everybody(window):
    scene = draft(5)
    twin = another(scene, scene.organisations[:4])
    with window(user=scene.officer) as page:
        page.goto(address_of(scene, "checks", severity="information"))
        assert looked_at(page, "checks-noticed") == {}
        page.get_by_role("link", name=twin.reference).click()
        assert page.get_by_role("heading", name="Early help").first.is_visible()
        assert page.complaints == []


def looked_at(page, name):
    wrong = {}
    for width in (browser.DESK, browser.PHONE):
        browser.resize(page, width)
        found = [*browser.axe(page), *browser.sideways(page), *browser.small_targets(page)]
        if found:
            wrong[name, width] = found
        browser.picture(page, f"{name}-{width}")
    return wrong
