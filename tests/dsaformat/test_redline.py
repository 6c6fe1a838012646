"""Two texts as one: what a reader sees of a change of words."""

import random
import time

import pytest

from dsaformat.redline import count, redline

LIMIT = 0.25
"""Fifty milliseconds on a quiet machine; the rest is for one that runs everything else at the same time."""


def marked(before: str, after: str) -> str:
    signs = {"kept": "{}", "added": "[+{}]", "removed": "[-{}]"}
    return "".join(signs[run.state].format(run.text) for run in redline(before, after))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", ""),
        ("", "New.", "[+New.]"),
        ("Old.", "", "[-Old.]"),
        ("Same.", "Same.", "Same."),
        ("Kept for seven years.", "Kept for six years.", "Kept for[- seven][+ six] years."),
        ("The dog ran.", "The big dog, ran.", "The[+ big] dog[+,] ran."),
        ("It isn’t so.", "It is so.", "It[- isn’t][+ is] so."),
        ("One two.", "One  two.", "One[- ][+  ]two."),
        ("One.\n\nThree.", "One.\n\nTwo, in words.\n\nThree.", "One.\n\n[+Two, in words.\n\n]Three."),
        ("One.", "One.\n\nTwo.", "One.[+\n\nTwo.]"),
        (
            "Staff are trained each year.\n\nEnd.",
            "Cats sleep.\n\nStaff are trained every year.\n\nEnd.",
            "[+Cats sleep.\n\n]Staff are trained[- each][+ every] year.\n\nEnd.",
        ),
        (
            "Nothing of this stays.\n\nEnd.",
            "Quite other words instead.\n\nEnd.",
            "[-Nothing of this stays.][+Quite other words instead.]\n\nEnd.",
        ),
    ],
)
def test_words_and_whole_paragraphs(before, after, said):
    assert marked(before, after) == said


def test_words_are_counted_wherever_they_stand():
    assert count("one two three", "three one four five") == (2, 1)
    assert count("Same words.", "Same, words!") == (0, 0)


def _texts() -> dict[str, tuple[str, str]]:
    chance = random.Random(7)
    vocabulary = [f"word{number}" for number in range(600)]
    words = [vocabulary[min(int(chance.paretovariate(0.6)) - 1, 599)] for _ in range(3_500)]
    edited = [word if chance.random() > 0.05 else "other" for word in words]
    fresh = [chance.choice(vocabulary) for _ in words]
    mixed = [[f"u{n} {' '.join(chance.choices('ab', k=38))}" for n in range(250)] for _ in range(2)]
    return {
        "edited": (" ".join(words), " ".join(edited)),
        "edited, in paragraphs": tuple("\n\n".join(map(" ".join, _chunks(text))) for text in (words, edited)),
        "nothing in common": (" ".join(words), " ".join(fresh)),
        "one word all over": ("a " * 10_000, "a " * 9_000 + "b " * 1_000),
        "two words all over": ("a b " * 5_000, "b b a " * 3_333),
        "many short paragraphs": ("\n\n".join(["a b c"] * 2_800), "\n\n".join(["a c b"] * 2_800)),
        "few words between landmarks": tuple(" ".join(text) for text in mixed),
        "nothing but line ends": ("\n" * 20_000, "\n \n" * 6_600),
    }


def _chunks(words: list[str]) -> list[list[str]]:
    return [words[start : start + 80] for start in range(0, len(words), 80)]


TEXTS = _texts()


@pytest.mark.parametrize("name", TEXTS)
def test_twenty_thousand_characters_are_compared_at_once(name):
    before, after = (text[:20_000] for text in TEXTS[name])
    begun = time.perf_counter()
    runs = redline(before, after)
    assert time.perf_counter() - begun < LIMIT
    assert "".join(run.text for run in runs if run.state != "added") == before
    assert "".join(run.text for run in runs if run.state != "removed") == after
