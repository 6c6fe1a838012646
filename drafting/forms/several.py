"""Saying the same for several parties: for whom, and what."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms

from drafting.forms.fields import Setting
from drafting.forms.parts import PartForm
from dsaformat.choices import Role
from dsaformat.parts import Party
from lawfulbasis import plain
from lawfulbasis.catalogue import Provision
from parties.choices import Kind

WHOM = ("whom", "whom_roles", "whom_kinds", "whom_ticked")
ALL, ROLES, KINDS, TICKED = "all", "roles", "kinds", "ticked"


class ForSeveralForm(PartForm):
    """A part's form with the question for which of `offered` it is said. One party alone is not asked about."""

    def __init__(
        self, data: Any = None, *, offered: Sequence[Party], ticked: Iterable[str] = (), **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.offered = tuple(offered)
        if len(self.offered) > 1:
            self._ask(list(ticked))
        self.order_fields(WHOM)

    def _ask(self, ticked: list[str]) -> None:
        roles = {role for party in self.offered for role in party.roles}
        kinds = {party.organisation.kind for party in self.offered} - {""}
        whom = forms.ChoiceField(
            label="For which organisations?",
            choices=[
                (ALL, f"All {len(self.offered)}"),
                *([(ROLES, "Those with some roles")] if len(roles) > 1 else []),
                *([(KINDS, "Those of some kinds")] if len(kinds) > 1 else []),
                (TICKED, "The ones I choose"),
            ],
            widget=forms.RadioSelect,
            initial=TICKED if ticked else None,
            error_messages={"required": "Select for which organisations", "invalid_choice": "Select from the list"},
        )
        whom.reveals = {ROLES: ["whom_roles"], KINDS: ["whom_kinds"], TICKED: ["whom_ticked"]}  # type: ignore[attr-defined]
        self.fields["whom"] = whom
        labels = dict(Kind.choices)
        self.fields["whom_roles"] = _ticks("Which roles?", [(role.value, role.label) for role in Role if role in roles])
        self.fields["whom_kinds"] = _ticks(
            "Which kinds?", sorted((kind, str(labels.get(kind, kind))) for kind in kinds)
        )
        self.fields["whom_ticked"] = _ticks(
            "Which organisations?", [(party.key, party.name) for party in self.offered], initial=ticked
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("whom") and not self.whom():
            names = {ROLES: "whom_roles", KINDS: "whom_kinds", TICKED: "whom_ticked"}
            self.add_error(names.get(cleaned["whom"], "whom"), "Select at least one organisation")
        return cleaned

    def whom(self) -> list[str]:
        """Keys of the parties that are meant."""
        chosen = self.cleaned_data.get("whom", ALL if len(self.offered) == 1 else "")
        roles, kinds = (set(self.cleaned_data.get(name) or ()) for name in ("whom_roles", "whom_kinds"))
        ticked = set(self.cleaned_data.get("whom_ticked") or ())
        meant: dict[str, Callable[[Party], bool]] = {
            ALL: lambda party: True,
            ROLES: lambda party: bool(roles.intersection(party.roles)),
            KINDS: lambda party: party.organisation.kind in kinds,
            TICKED: lambda party: party.key in ticked,
        }
        return [party.key for party in self.offered if chosen in meant and meant[chosen](party)]


def _ticks(label: str, choices: list[tuple[str, str]], **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Select from the list"},
        **options,
    )


def narrow(form: PartForm, name: str, setting: Setting, regime: str, public: bool) -> None:
    """Offer one part of the law only, each condition with what the law says of who may use it."""
    field = form.fields[name]
    own = [entry for entry in _entries(setting, regime) if entry.selectable and entry.in_force_on(setting.on)]
    field.choices = [(entry.code, entry.label) for entry in own]  # type: ignore[attr-defined]
    field.choice_hints = {entry.code: hint(entry, public) for entry in own}  # type: ignore[attr-defined]


def hint(entry: Provision, public: bool) -> str:
    """Who may not use it, and for what alone it is; `public`: a public authority is among those who choose."""
    said = dict(plain.facts(entry.regime, entry.flags))
    closed = entry.flags.get("usable_by_public_authorities") is False
    lines: list[str] = [entry.reference + "."]
    if public and closed:
        lines.append("Public authorities cannot rely on it for their public tasks.")
        lines.append(str(entry.flags.get("public_authority_note", "")))
    for name in ("Who may use it", "What it covers"):
        lines.extend(said.get(name, []))
    return " ".join(filter(None, lines))


def coming(setting: Setting, regime: str) -> list[Provision]:
    """What Parliament has made and nobody can rely on yet."""
    return [
        entry
        for entry in _entries(setting, regime)
        if "commencement_status" in entry.flags
        or (entry.in_force_from is not None and entry.in_force_from > setting.on)
    ]


def _entries(setting: Setting, regime: str) -> list[Provision]:
    codes = (code for code in setting.catalogue.provisions if setting.catalogue.regime_of(code) == regime)
    found = (setting.catalogue.on(code, setting.on) for code in codes)
    return sorted(filter(None, found), key=lambda entry: entry.flags.get("order", 0))
