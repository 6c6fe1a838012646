"""The identity holds: contrasts are computed, components are documented and shown, nothing stands inline."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "static" / "src"
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted((TEMPLATES / "_components").glob("[!_]*.html"))
# Letters, PDFs and drawings are not pages under the browser's policy.
PAGES = sorted(
    page
    for page in TEMPLATES.rglob("*.html")
    if page.relative_to(TEMPLATES).parts[0] not in ("notices", "document") or "pages" in page.parts
)


def _tokens() -> dict[str, str]:
    return dict(re.findall(r"^\$([\w-]+): (#[0-9A-Fa-f]{6});", (SOURCES / "_tokens.scss").read_text(), re.MULTILINE))


def _tags() -> dict[str, tuple[str, str]]:
    rows = re.findall(r'^  "(\w+)": \((\S+), (\S+)\),$', (SOURCES / "_tokens.scss").read_text(), re.MULTILINE)
    tokens = _tokens()
    return {name: (tokens.get(text[1:], text), tokens.get(tint[1:], tint)) for name, text, tint in rows}


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


TEXT = [
    *product(("ink", "secondary", "pine", "pine-dark", "visited"), ("sheet", "paper", "panel")),
    *product(("error",), ("sheet", "paper")),
]
ON_DARK = [("sheet", "ink"), ("sheet", "pine"), ("sheet", "pine-dark"), ("sheet", "error"), ("sheet", "error-dark")]
MORE = [("ink", "amber"), ("pine", "pine-tint"), ("amber-text", "amber-tint"), ("amber-text", "paper"), ("ink", "rule")]


@pytest.mark.parametrize(("front", "back"), [*TEXT, *ON_DARK, *MORE, ("secondary", "rule")])
def test_text_is_readable(front: str, back: str) -> None:
    tokens = _tokens()
    needed = 4.5 if (front, back) == ("secondary", "rule") else 6.6
    assert contrast(tokens[front], tokens[back]) >= needed


@pytest.mark.parametrize("name", ["grey", "blue", "purple", "green", "amber", "red"])
def test_tags_are_readable(name: str) -> None:
    assert contrast(*_tags()[name]) >= 7


# What has to be seen but not read: edges of fields, the focus ring, the rule under the current page.
@pytest.mark.parametrize(
    ("front", "back"),
    [
        *product(("field", "warning", "error", "pine"), ("sheet", "paper")),
        ("amber", "ink"),
        ("amber", "pine"),
        ("ink", "sheet"),
        ("ink", "paper"),
    ],
)
def test_edges_are_visible(front: str, back: str) -> None:
    tokens = _tokens()
    assert contrast(tokens[front], tokens[back]) >= 4


def test_colours_come_from_the_tokens_alone() -> None:
    literal = re.compile(r"#[0-9A-Fa-f]{3,8}\b(?![^{]*\{)")
    for source in SOURCES.glob("*.scss"):
        if source.name != "_tokens.scss":
            assert not literal.findall(source.read_text()), source.name


def test_the_swatches_of_the_styleguide_are_the_tokens() -> None:
    from dsaportal import styleguide

    tokens = _tokens()
    for name, value in styleguide.examples()["swatches"]:
        assert tokens[name] == value


def test_the_theme_colour_is_ink() -> None:
    ink = _tokens()["ink"]
    assert f'<meta name="theme-color" content="{ink}">' in (TEMPLATES / "base.html").read_text()


def test_the_built_style_carries_no_brand_of_another() -> None:
    built = ROOT / "static" / "built" / "app.css"
    css = built.read_text().lower()
    for foreign in ("gds transport", "#1d70b8", "#fd0", "#ffdd00", "crest", "crown"):
        assert foreign not in css, foreign


def test_every_file_that_the_style_names_is_built() -> None:
    built = ROOT / "static" / "built"
    for address in re.findall(r"url\(\"?([^)\"]+)\"?\)", (built / "app.css").read_text()):
        assert address.startswith("data:") or (built / address).is_file(), address


def test_the_lock_names_no_address() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_nothing_stands_inline(page: Path) -> None:
    text = re.sub(r"\{% comment.*?%\}.*?\{% endcomment %\}", "", page.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "a script without a file"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an event handler in the markup"
    assert "|safe" not in text
    assert "autoescape off" not in text
    assert "javascript:" not in text


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_forms_leave_checking_to_the_server(page: Path) -> None:
    asks = re.compile(r"\{\{ \w*form|as_field_group|field\.html|<textarea|<select|<input(?![^>]*hidden)")
    for attributes, inside in re.findall(r"<form\b([^>]*)>(.*?)</form>", page.read_text(), re.DOTALL):
        assert "novalidate" in attributes or not asks.search(inside), attributes


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda p: p.name)
def test_components_name_their_parameters(component: Path) -> None:
    assert component.read_text().startswith("{% comment %}")


def test_every_component_is_shown_in_the_styleguide() -> None:
    shown = "".join(page.read_text() for page in (TEMPLATES / "styleguide").glob("*.html"))
    # Parts of others, or carrying the page's one main heading and so shown by their markup.
    within = {"field.html", "sort_link.html", "panel.html", "identity_bar.html"}
    missing = [c.name for c in COMPONENTS if c.name not in within and f"_components/{c.name}" not in shown]
    assert not missing
    assert all(name in shown for name in within - {"field.html", "sort_link.html"})
