"""The words of a document as rules search them. What 34 parties say alike is searched once."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from dsaformat.document import AgreementDocument
from lawfulbasis.rules.words import sentences, texts

Held = frozenset[int]
"""Numbers of distinct texts."""


class Prose:
    def __init__(self, document: AgreementDocument) -> None:
        self.texts = texts(document)
        """Every text with its path, in the document's own order."""
        self._places: dict[str, list[int]] = {}
        for place, (_, text) in enumerate(self.texts):
            self._places.setdefault(text, []).append(place)
        self._distinct = tuple(self._places)
        self._lower = [text.lower() for text in self._distinct]
        self._all = "\0".join(self._lower)  # which stands in no text, so that no word is found across two
        self._ends = list(accumulate(len(lower) + 1 for lower in self._lower))
        self._holding: dict[str, Held] = {}
        self._sentences: dict[str, tuple[str, ...]] = {}

    def holding(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Every text that holds one of these small-letter words."""
        return self._told(frozenset[int]().union(*map(self._held, words)))

    def holding_all(self, forms: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
        """Every text that holds all words of one of these forms."""
        return self._told(frozenset[int]().union(*(self._held_together(form) for form in forms)))

    def sentences(self, text: str) -> tuple[str, ...]:
        if text not in self._sentences:
            self._sentences[text] = sentences(text)
        return self._sentences[text]

    def _told(self, held: Held) -> Iterator[tuple[str, str]]:
        places = sorted(place for number in held for place in self._places[self._distinct[number]])
        return (self.texts[place] for place in places)

    def _held_together(self, form: tuple[str, ...]) -> Held:
        found = self._held(form[0])
        for word in form[1:]:
            found = found and found & self._held(word)
        return found

    def _held(self, word: str) -> Held:
        """Found in all texts at once: where it stands says in which; the rest of that text is passed over."""
        if word not in self._holding:
            found = []
            at = self._all.find(word)
            while at >= 0:
                number = bisect_right(self._ends, at)
                found.append(number)
                at = self._all.find(word, self._ends[number])
            self._holding[word] = frozenset(found)
        return self._holding[word]
