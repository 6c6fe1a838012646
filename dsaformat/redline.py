"""Two texts as one, word by word: what stays, what came, what went."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_BETWEEN_PARAGRAPHS = re.compile(r"(\n\s*\n)")
_TOKEN = re.compile(r"\s*[\w’'-]+|\s*[^\w\s]|\s+")
_WORD = re.compile(r"\w[\w’'-]*")
_LIKE = 0.4
"""A paragraph that shares fewer of its words with another one is another paragraph."""
_SMALL = 1_600
"""So many comparisons are cheap enough to look for the best match where no word stands alone."""
_DEPTH = 30

State = Literal["kept", "added", "removed"]
Pair = tuple[int, int]


class Run(NamedTuple):
    state: State
    text: str


def redline(before: str, after: str) -> tuple[Run, ...]:
    """Kept and removed runs make up `before`, kept and added ones `after`. A new or lost paragraph is one run."""
    old, new = _paragraphs(before), _paragraphs(after)
    runs: list[Run] = []
    at = other_at = 0
    for here, there in (*_pairs(old, new), (len(old), len(new))):
        _paragraphs_between(runs, old[at:here], new[other_at:there])
        if here < len(old):
            _add(runs, "kept", old[here])
        at, other_at = here + 1, there + 1
    return tuple(runs)


def count(before: str, after: str) -> tuple[int, int]:
    """How many words came and how many went, wherever they stand."""
    old, new = Counter(_WORD.findall(before)), Counter(_WORD.findall(after))
    return (new - old).total(), (old - new).total()


def _paragraphs(text: str) -> list[str]:
    """Paragraphs and what parts them, in turn."""
    return [piece for piece in _BETWEEN_PARAGRAPHS.split(text) if piece]


def _add(runs: list[Run], state: State, text: str) -> None:
    if not text:
        return
    if runs and runs[-1].state == state:
        runs[-1] = Run(state, runs[-1].text + text)
    else:
        runs.append(Run(state, text))


def _paragraphs_between(runs: list[Run], old: list[str], new: list[str]) -> None:
    """Paragraphs that differ: those that are alike word by word, the others whole."""
    at = other_at = 0
    for here, there in (*_alike(old, new), (len(old), len(new))):
        _whole(runs, old[at:here], new[other_at:there])
        if here < len(old):
            _words_between(runs, old[here], new[there])
        at, other_at = here + 1, there + 1


def _whole(runs: list[Run], old: list[str], new: list[str]) -> None:
    """Other paragraphs. What parts them may be the same at either end."""
    head = 1 if old[:1] == new[:1] else 0
    tail = 1 if old[head:] and old[head:][-1:] == new[head:][-1:] else 0
    _add(runs, "kept", "".join(old[:head]))
    _add(runs, "removed", "".join(old[head : len(old) - tail]))
    _add(runs, "added", "".join(new[head : len(new) - tail]))
    _add(runs, "kept", "".join(old[len(old) - tail :]))


def _alike(old: list[str], new: list[str]) -> Iterator[Pair]:
    """Paragraphs that share enough words, in order, found within a bounded number of comparisons."""
    old_words = [frozenset(_WORD.findall(paragraph)) for paragraph in old]
    start, left = 0, _SMALL
    for there, paragraph in enumerate(new):
        words = frozenset(_WORD.findall(paragraph))
        if not words or left <= 0:
            continue
        for here in range(start, min(len(old), start + left)):
            left -= 1
            if 2 * len(words & old_words[here]) >= _LIKE * (len(words) + len(old_words[here])):
                yield here, there
                start = here + 1
                break


def _words_between(runs: list[Run], before: str, after: str) -> None:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    at = other_at = 0
    matched = _pairs([token.strip() for token in old], [token.strip() for token in new])
    for here, there in (*matched, (len(old), len(new))):
        _add(runs, "removed", "".join(old[at:here]))
        _add(runs, "added", "".join(new[other_at:there]))
        if here < len(old):
            _same_word(runs, old[here], new[there])
        at, other_at = here + 1, there + 1


def _same_word(runs: list[Run], old: str, new: str) -> None:
    """The space before a word may differ although the word stays."""
    word = old.lstrip()
    if old != new:
        _add(runs, "removed", old[: len(old) - len(word)])
        _add(runs, "added", new[: len(new) - len(word)])
        _add(runs, "kept", word)
    else:
        _add(runs, "kept", old)


def _pairs(old: Sequence[str], new: Sequence[str], depth: int = 0) -> list[Pair]:
    """Which members match which, in order. What stands once on both sides is matched first: that keeps it fast."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner, other = old[head : len(old) - tail], new[head : len(new) - tail]
    return [
        *((index, index) for index in range(head)),
        *((head + here, head + there) for here, there in _inner_pairs(inner, other, depth)),
        *((len(old) - index, len(new) - index) for index in range(tail, 0, -1)),
    ]


def _inner_pairs(old: Sequence[str], new: Sequence[str], depth: int) -> list[Pair]:
    if not old or not new or depth > _DEPTH:
        return []
    anchors = _anchors(old, new)
    if not anchors:
        return _best_pairs(old, new) if len(old) * len(new) <= _SMALL else []
    found: list[Pair] = []
    at = other_at = 0
    for here, there in (*anchors, (len(old), len(new))):
        within = _pairs(old[at:here], new[other_at:there], depth + 1)
        found.extend((at + one, other_at + another) for one, another in within)
        if here < len(old):
            found.append((here, there))
        at, other_at = here + 1, there + 1
    return found


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Members that stand once on both sides, as many as can be matched without crossing."""
    once, other_once = Counter(old), Counter(new)
    place = {word: index for index, word in enumerate(old) if once[word] == 1}
    pairs = [(place[word], index) for index, word in enumerate(new) if word in place and other_once[word] == 1]
    ends: list[int] = []
    lasts: list[Pair] = []
    leader: dict[Pair, Pair | None] = {}
    for pair in pairs:
        at = bisect_left(ends, pair[0])
        leader[pair] = lasts[at - 1] if at else None
        ends[at : at + 1] = [pair[0]]
        lasts[at : at + 1] = [pair]
    chain: list[Pair] = []
    link = lasts[-1] if lasts else None
    while link:
        chain.append(link)
        link = leader[link]
    return chain[::-1]


def _best_pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(start + step, other + step) for start, other, size in blocks for step in range(size)]
