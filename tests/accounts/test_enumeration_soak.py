"""P24: nobody learns from the time that we take who has an account. Long, because a difference hides in few samples."""

import random
import statistics
import time

import pytest
from django.test import Client

from tests.accounts.test_enumeration import ASKED, KNOWN, UNKNOWN

SAMPLES = 400


def chance_of_telling(known: list[float], unknown: list[float]) -> float:
    """Of one of each, drawn by lot, how often the slower is the known: 0.5 tells nothing (the area under the curve)."""
    ranked = sorted([(took, 1) for took in known] + [(took, 0) for took in unknown])
    ranks = sum(rank for rank, (_, is_known) in enumerate(ranked, start=1) if is_known)
    area = (ranks - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown))
    return max(area, 1 - area)


def test_the_measure_tells_what_differs_from_what_does_not():
    chance = random.Random(7)
    same = [[chance.gauss(20, 2) for _ in range(SAMPLES)] for _ in range(2)]
    assert chance_of_telling(*same) < 0.55
    assert chance_of_telling(same[0], [took + 3 for took in same[1]]) > 0.8


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("asked", ASKED)
def test_p24_the_time_tells_nothing(make, settings, asked):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ALIKE_SECONDS = 0.25
    make()
    path, form, field = ASKED[asked]
    spent: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    order, chance = [KNOWN, UNKNOWN] * SAMPLES, random.Random(20261127)
    chance.shuffle(order)
    for email in [KNOWN, UNKNOWN, *order]:
        client = Client()
        began = time.perf_counter()
        client.post(path, {field: email, **form})
        spent[email].append(time.perf_counter() - began)
    known, unknown = spent[KNOWN][1:], spent[UNKNOWN][1:]
    difference = abs(statistics.median(known) - statistics.median(unknown))
    told = chance_of_telling(known, unknown)
    print(f"{asked}: {difference * 1000:.1f} ms between the medians, {told:.3f} of guesses right")
    assert difference <= 0.010
    assert told <= 0.55
