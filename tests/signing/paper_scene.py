"""Papers for tests: a scan, a pack that is printed, somebody who checks."""

import datetime as dt
import io
from typing import Any

from PIL import Image, ImageDraw

from accounts.models import User
from accounts.roles import Role
from signing.choices import Route
from signing.models import Paper, Request
from signing.papers import scan as scans
from signing.papers.scan import Scan
from signing.services import papers
from tests.factories.people import make_person
from tests.signing import scene as stage
from tests.signing.scene import AT, MINUTE, Scene

HOUR = dt.timedelta(hours=1)


def photo(size: tuple[int, int] = (600, 800), kind: str = "JPEG", **options: Any) -> bytes:
    """A picture that is not the same everywhere, so that a turn shows."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def sheet() -> bytes:
    """A signature sheet that somebody has filled in, lying on its side as it left the scanner."""
    paper = Image.new("RGB", (900, 1270), "#fbfaf5")
    pen = ImageDraw.Draw(paper)
    for row, words in enumerate(("Signature sheet", "Full name", "Rank or job title", "Signature, in ink", "Date")):
        pen.rectangle((70, 90 + row * 220, 830, 260 + row * 220), outline="#15202b", width=3)
        pen.text((90, 105 + row * 220), words, fill="#15202b", font_size=34)
    pen.line([(120 + step * 6, 890 + (step * 37) % 60) for step in range(90)], fill="#1b2f8a", width=5)
    made = io.BytesIO()
    paper.rotate(90, expand=True).save(made, "PNG")
    return made.getvalue()


def scanned(pages: int = 1) -> bytes:
    """A PDF as a scanner makes it: one picture a page."""
    sheets = [Image.linear_gradient("L").resize((300, 400)) for _ in range(pages)]
    made = io.BytesIO()
    sheets[0].save(made, "PDF", save_all=True, append_images=sheets[1:], title="My holiday", author="Somebody")
    return made.getvalue()


def scan_of(data: bytes | None = None, route: Route = Route.PAPER) -> Scan:
    return scans.examine(photo() if data is None else data, route)


def checker(scene: Scene) -> User:
    """A second officer of the lead."""
    return make_person("second.ig@essex.example", scene.lead, [Role.IG_OFFICER], full_name="Bea Second")


def partner_officer(scene: Scene) -> User:
    return make_person("ig@police.example", scene.partner, [Role.IG_OFFICER], full_name="Cal Partner")


def written(at: dt.datetime = AT, **changes: Any) -> papers.Written:
    said: dict[str, Any] = {
        "name": "Siân Llewellyn",
        "office": "Borough Commander",
        "rank": "Superintendent",
        "dated_on": at.date(),
        "keeper": "Legal services, room 4",
    }
    return papers.Written(**(said | changes))


def bring(
    scene: Scene, *, by: User | None = None, at: dt.datetime = AT + HOUR, route: Route = Route.PAPER, **changes: Any
) -> Paper:
    """The partner's signature, on paper."""
    request = request_of_partner(scene)
    data = scanned() if route == Route.ELSEWHERE else None
    return papers.bring(
        request=request,
        route=route,
        scan=scan_of(data, route),
        written=written(**changes),
        by=by or scene.officer,
        at=at,
    )


def request_of_partner(scene: Scene) -> Request:
    rows = Request.objects.select_related("round__version__agreement__lead", "organisation")
    return rows.get(round=scene.round, party_key="police")


def yes(paper: Paper, **changes: bool) -> dict[str, bool]:
    return {one.code: True for one in papers.questions(paper)} | changes


def signed_on_paper(scene: Scene, **changes: Any) -> Paper:
    """Brought by the lead's officer, accepted by a second one."""
    second = checker(scene)
    return accept(bring(scene, **changes), second)


def accept(paper: Paper, by: User, at: dt.datetime = AT + HOUR + MINUTE) -> Paper:
    return papers.check(paper=paper, answers=yes(paper), by=by, at=at)


def out_for_signature(**term: Any) -> Scene:
    scene = stage.set_stage(**term)
    stage.open_round(scene)
    return scene
