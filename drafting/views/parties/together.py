"""What several parties say in the same words: see it, say it, change it for all or for some of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agreements.views.shared import now
from drafting import services as drafting
from drafting import together as alike
from drafting.forms import several
from drafting.forms.several import ForSeveralForm
from drafting.services import parties as services
from drafting.views import desk, rows, saving
from drafting.views.desk import Place
from drafting.views.parties import shared
from drafting.views.parties.listing import counted
from dsaformat import editing, parts
from dsaformat.parts.law import BASIS_REGIMES
from dsaformat.shape import shape
from dsaformat.values import Part, Row
from foundation import frontdoor
from foundation.doors import attempt
from foundation.paging import page_of
from lawfulbasis.catalogue import REGIMES

PAGE = 20
NAMED = 6
"""Names that stand in a heading; the others are opened."""
_EACH = {parts.BasisRow: "condition", parts.RightRow: "right"}
"""Of what several may be chosen at once, to make a row of each."""


def _open(request: HttpRequest, reference: str, section: str, question: str) -> Place:
    place = desk.open_at(request, reference, section, question)
    if not alike.names_party(place.question):
        raise Http404
    return place


@require_safe
@login_required
def together(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    place = _open(request, reference, section, question)
    here = place.desk
    found = sorted(
        alike.groups(here.document, place.question), key=lambda group: not (here.leads or group.keys & here.own)
    )
    page = page_of(found, request.GET.get("page"), PAGE)
    context = here.frame(
        place=place,
        page=page,
        cards=[_card(place, group) for group in page],
        add=here.link("together_add", *place.address),
        **shared.said_here(place),
    )
    return render(request, "drafting/parties/together.html", context)


def _card(place: Place, group: alike.Group) -> dict[str, Any]:
    names = [party.name for party in group.parties]
    own = place.desk.leads or bool(group.keys & place.desk.own)
    return {
        "title": ", ".join(names) if len(names) <= 2 else f"These {len(names)} organisations",
        "names": names if len(names) > 2 else [],
        "open": len(names) <= NAMED,
        "rows": [_said(place, row, own) for row in group.said] or [{"key": "Nothing yet", "value": "–"}],
        "add": place.desk.link("together_add", *place.address) + f"?like={group.parties[0].key}" if own else "",
    }


def _said(place: Place, row: Part, own: bool) -> dict[str, Any]:
    asked = place.question
    if asked.kind == "each":
        title, key, names = asked.label, "Says", asked.names
    else:
        aside = {"party", "parties", "regime", *_EACH.values()}
        title = key = place.desk.words.title(row)
        wanted = dict.fromkeys((*asked.columns, "reason"))
        names = tuple(name for name in wanted if name not in aside and name in type(row).model_fields)
    words = [said for name in names if (said := _stated(place, row, name, titled=len(names) > 1))]
    may = own and bool(place.desk.may_fill_in)
    actions = [{"text": "Change", "href": _way_in(place, row), "hidden": title}] if may else []
    return {"key": key, "value": {"lines": words or ["–"]}, "actions": actions}


def _stated(place: Place, row: Part, name: str, *, titled: bool) -> str:
    """One field with its title; nothing for a mark that nobody set."""
    said = "" if getattr(row, name) is False else place.desk.words.field(row, name)
    return f"{shape(type(row), name).title}: {said}" if said and titled else said


def _way_in(place: Place, row: Part) -> str:
    if alike.names_party(place.question) == "parties":
        assert isinstance(row, Row)
        return place.link("change", f"{place.question.path}/{row.key}")
    key = row.key if isinstance(row, Row) else _owner(place, row)
    return place.desk.link("together_change", *place.address, key)


def _owner(place: Place, part: Part) -> str:
    """The first party whose part says this."""
    for group in alike.groups(place.desk.document, place.question):
        if part in group.said:
            return group.parties[0].key
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def together_add(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    place = _open(request, reference, section, question)
    regime = request.GET.get("law", BASIS_REGIMES[0])
    form = _form(request, place, regime if regime in BASIS_REGIMES else BASIS_REGIMES[0])
    more = _about_law(place, form, regime) | {"may_write": place.desk.may_fill_in, "button": "Say this for them"}
    more |= {"kept": saving.typed(_own(place)) if request.method != "POST" else None}
    if request.method == "POST" and not shared.repeats(request, form):
        saved = attempt(form, lambda: _add(place, form)) if form.is_valid() else None
        if saved is not None:
            drop(place)
            messages.success(request, f"Saved for {counted(len(form.whom()))}.")
            return redirect(place.desk.link("together", *place.address))
        if place.desk.may_fill_in:
            saving.keep(_own(place), request, "Something still has to be put right.")
    more |= {"template": "drafting/parties/together_form.html", "title": place.question.label}
    return shared.page(request, place, form, "Say the same for several organisations", **more)


def _own(place: Place) -> Place:
    return Place(place.desk, place.section, place.question, "together")


def drop(place: Place) -> None:
    drafting.forget_typed(agreement=place.desk.agreement, place=_own(place).key, by=place.desk.person)


def _form(request: HttpRequest, place: Place, regime: str) -> ForSeveralForm:
    here, asked = place.desk, place.question
    model = editing.model_at(asked.path.replace("*", "x"))
    aside = {"party", "parties", "regime"}
    several_of = _EACH.get(model, "")
    form = ForSeveralForm(
        shared.sent(request),
        model=model,
        names=[name for name in asked.names if name not in aside],
        setting=here.setting,
        several=frozenset({several_of} - {""}),
        offered=_offered(place),
        ticked=_like(request, place),
    )
    if model is parts.BasisRow:
        public = any(party.organisation.public_authority for party in form.offered)
        several.narrow(form, "condition", here.setting, regime, public)
    if asked.kind == "each":
        for field in form.fields.values():
            field.required = field.required and field is form.fields.get("whom")
    return form


def _offered(place: Place) -> list[parts.Party]:
    """The lead's officers speak for everybody, others for their own."""
    here = place.desk
    eligible = {key for group in alike.groups(here.document, place.question) for key in group.keys}
    return [p for p in here.document.parties if p.key in eligible and (here.leads or p.key in here.own)]


def _like(request: HttpRequest, place: Place) -> list[str]:
    """Those who are in the same group as the party that the address names."""
    wanted = request.GET.get("like", "")
    groups = alike.groups(place.desk.document, place.question) if wanted else ()
    return sorted(next((group.keys for group in groups if wanted in group.keys), ()))


def _about_law(place: Place, form: ForSeveralForm, regime: str) -> dict[str, Any]:
    """The parts of the law to choose from, and what is made and cannot be chosen yet."""
    chosen = regime if regime in BASIS_REGIMES else BASIS_REGIMES[0]
    laws = [{"text": REGIMES[code], "code": code, "current": code == chosen} for code in BASIS_REGIMES]
    whole = "condition" in form.fields
    regimes = [chosen] if whole else [one for field in form.shapes for one in field.regimes]
    entries = [entry for one in regimes for entry in several.coming(place.desk.setting, one)]
    return {
        "laws": laws if whole else [],
        "coming": [f"{entry.label} ({entry.reference})" for entry in entries],
    }


def _add(place: Place, form: ForSeveralForm) -> Any:
    values = form.values()
    each = next((name for name in form.several), "")
    chosen = values.pop(each) if each else None
    made = [values | {each: one} for one in chosen] if chosen else [values]
    return services.say_for(
        agreement=place.desk.agreement,
        question=place.question,
        rows=[rows.made(place, row) for row in made],
        keys=form.whom(),
        by=place.desk.person,
        at=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def together_change(request: HttpRequest, reference: str, section: str, question: str, key: str) -> HttpResponse:
    """Change what a group says; whoever is not ticked keeps what it says, and so leaves the group."""
    place = _open(request, reference, section, question)
    part = _part(place, key)
    if part is None:
        messages.info(request, "What you wanted to change is no longer there.")
        return redirect(place.desk.link("together", *place.address))
    form, names = _change_form(request, place, part)
    if request.method == "POST" and not shared.repeats(request, form):
        taking_out = request.POST.get("then") == "remove" and place.question.kind == "rows"
        if form.is_valid() and attempt(form, lambda: _change(request, place, form, names, taking_out)) is not None:
            messages.success(request, f"{'Taken out' if taking_out else 'Changed'} for {counted(len(form.whom()))}.")
            return redirect(place.desk.link("together", *place.address))
    more: dict[str, Any] = {"based_on": editing.digest(part, names)}
    more |= {"may_write": place.desk.may_fill_in and form.offered}
    more |= {"template": "drafting/parties/together_form.html", "may_remove": place.question.kind == "rows"}
    more |= {"button": "Change for them", "title": place.question.label}
    return shared.page(request, place, form, _heading(place, part), **more)


def _heading(place: Place, part: Part) -> str:
    return place.desk.words.title(part) if place.question.kind == "rows" else "Change for several organisations"


def _part(place: Place, key: str) -> Part | None:
    asked = place.question
    if alike.names_party(asked) == "parties":
        raise Http404
    path = asked.path.replace("*", key) if asked.kind == "each" else f"{asked.path}/{key}"
    return editing.found(place.desk.document, path)


def _change_form(request: HttpRequest, place: Place, part: Part) -> tuple[ForSeveralForm, tuple[str, ...]]:
    """The form, and the fields whose values make rows the same."""
    here, asked = place.desk, place.question
    made = type(part).model_fields
    names = asked.names if asked.kind == "each" else tuple(name for name in made if name not in {"key", "party"})
    saying = set(alike.same(here.document, asked, part, names))
    form = ForSeveralForm(
        shared.sent(request),
        model=type(part),
        names=[name for name in asked.names if name not in {"party", "regime"}],
        setting=here.setting,
        part=part,
        offered=[party for party in _offered(place) if party.key in saying],
        ticked=sorted(saying),
    )
    return form, names


def _change(request: HttpRequest, place: Place, form: ForSeveralForm, names: tuple[str, ...], taking_out: bool) -> Any:
    values = form.values()
    if "condition" in values:
        values["regime"] = place.desk.setting.catalogue.regime_of(values["condition"])
    return services.change_for(
        agreement=place.desk.agreement,
        question=place.question,
        names=names,
        values=None if taking_out else values,
        keys=form.whom(),
        based_on=saving.based_on(request),
        by=place.desk.person,
        at=now(),
    )
