"""Django's own form rendering, in GOV.UK's markup (``templates/django/forms``).

What a field may carry besides Django's own attributes, each optional:

* ``choice_hints``: a sentence under single choices, by value;
* ``reveals``: names of the form's fields that one choice opens, by value;
* ``exclusive``: the value of the choice that rules the others out ("None of these");
* ``hide_optional``: no "(optional)" after the label.

On a widget, ``attrs={"data-width": "10"}`` (characters) or ``"two-thirds"`` sets the width of the box.
"""

from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

_CHARACTERS = {"2", "3", "4", "5", "10", "20", "30"}


def _kind(widget: forms.Widget) -> str:
    kinds: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.PasswordInput, "password"),
        (forms.Textarea, "textarea"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "group"),
    )
    return next((name for types, name in kinds if isinstance(widget, types)), "input")


def _class(widget: forms.Widget, *, has_errors: bool) -> str:
    kind = _kind(widget)
    if kind in ("checkboxes", "radios", "checkbox", "group") or widget.is_hidden:
        return str(widget.attrs.get("class", ""))
    base = {"textarea": "govuk-textarea", "select": "govuk-select", "file": "govuk-file-upload"}.get(
        kind, "govuk-input"
    )
    classes = [base]
    width = str(widget.attrs.get("data-width", ""))
    if width in _CHARACTERS:
        classes.append(f"govuk-input--width-{width}")
    elif width:
        classes.append(f"govuk-!-width-{width}")
    if kind == "password":
        classes.append("govuk-password-input__input govuk-js-password-input-input")
    if kind == "textarea":
        classes.append("govuk-js-character-count")
    if has_errors:
        classes.append(f"{base}--error")
    if extra := widget.attrs.get("class"):
        classes.append(str(extra))
    return " ".join(classes)


class PortalBoundField(BoundField):
    """A field that knows its GOV.UK component, its classes and where an error about it should lead."""

    @property
    def kind(self) -> str:
        return _kind(self.field.widget)

    @property
    def limit(self) -> int | None:
        """How many characters a long answer may have, for the count under it."""
        if self.kind != "textarea":
            return None
        return getattr(self.field, "limit", None) or getattr(self.field, "max_length", None)

    @property
    def limit_text(self) -> str:
        return f"{self.limit:,}" if self.limit else ""

    @property
    def is_optional(self) -> bool:
        words = str(self.label).lower()
        quiet = getattr(self.field, "hide_optional", False) or getattr(self.form, "hide_optional", False)
        return not (self.field.required or quiet or self.kind == "checkbox" or "optional" in words)

    @property
    def is_revealed(self) -> bool:
        """Whether another field's choice opens this one, so that it stands there and not in the list of fields."""
        return any(
            self.name in names
            for other in self.form.fields.values()
            for names in getattr(other, "reveals", {}).values()
        )

    @property
    def target_id(self) -> str:
        """The id that an error summary links to: the first box or choice of a group."""
        if self.kind in ("radios", "checkboxes", "group") and self.auto_id:
            return f"{self.auto_id}_0"
        return str(self.id_for_label or self.auto_id)

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if self.limit and self.auto_id and described is not None:
            return f"{described} {self.auto_id}-info".strip()
        return described

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        # The server says what is missing, in its own words; the browser's bubbles cannot be styled, read or kept.
        built.pop("required", None)
        if classes := _class(widget, has_errors=bool(self.errors)):
            built["class"] = classes
        return built

    def as_widget(
        self, widget: forms.Widget | None = None, attrs: dict[str, Any] | None = None, only_initial: bool = False
    ) -> SafeString:
        shown = widget or self.field.widget
        if _kind(shown) not in ("radios", "checkboxes") or only_initial:
            return super().as_widget(widget, attrs, only_initial)
        built = self.build_widget_attrs(attrs or {}, shown)
        if self.auto_id and "id" not in shown.attrs:
            built.setdefault("id", self.auto_id)
        context = shown.get_context(self.html_name, self.value(), built)
        self._dress(context["widget"]["optgroups"])
        drawn: SafeString = cast(Any, shown)._render(shown.template_name, context, self.form.renderer)
        return drawn

    def _dress(self, groups: list[tuple[Any, list[dict[str, Any]], int]]) -> None:
        hints = {str(key): hint for key, hint in getattr(self.field, "choice_hints", {}).items()}
        reveals = {str(key): names for key, names in getattr(self.field, "reveals", {}).items()}
        exclusive = getattr(self.field, "exclusive", None)
        for _group, options, _index in groups:
            for option in options:
                value = str(option["value"])
                option["hint"] = hints.get(value, "")
                option["reveals"] = [self.form[name] for name in reveals.get(value, ())]
                option["exclusive"] = exclusive is not None and value == str(exclusive)


class PortalRenderer(TemplatesSetting):
    """Set as FORM_RENDERER: every form of every app, django-allauth's included."""

    bound_field_class = PortalBoundField
