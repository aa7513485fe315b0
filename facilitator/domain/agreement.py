"""Figures for how much a room agrees."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import log2

FEWEST_TOLD = 3
"""Where attribution is anonymous, nothing is told of what fewer people than this have answered."""

PERCEPTION_GAP = 2
"""From this difference between two teams' medians on, they see a statement differently."""


def pairwise_agreement(counts: Sequence[int]) -> float | None:
    """The chance that two people drawn at random agree, 0 to 1; None for fewer than two votes.

    ``counts`` are votes per choice: (Σ n² − n) / (n (n − 1)).
    """
    total = sum(counts)
    if total < 2:  # noqa: PLR2004 - it takes two to agree
        return None
    return (sum(n * n for n in counts) - total) / (total * (total - 1))


LEAST_SCALE_FOR_A = 3
"""The fewest categories of which agreement A can be told."""


def median(counts: Sequence[int]) -> float | None:
    """The median of ratings 1 … K given as counts per category; None without ratings."""
    ratings = [place for place, n in enumerate(counts, start=1) for _ in range(n)]
    if not ratings:
        return None
    middle = len(ratings) // 2
    if len(ratings) % 2:
        return float(ratings[middle])
    return (ratings[middle - 1] + ratings[middle]) / 2


def consensus(counts: Sequence[int]) -> float | None:
    """Tastle & Wierman's consensus (2007), 0 to 1; None without ratings.

    ``counts`` are ratings per category 1 … K, K ≥ 2:
    1 + Σ pⱼ log₂(1 − |j − μ| / (K − 1)), with μ the mean rating.
    """
    total = sum(counts)
    if not total:
        return None
    mean = sum(place * n for place, n in enumerate(counts, start=1)) / total
    width = len(counts) - 1
    return 1 + sum(
        n / total * log2(1 - abs(place - mean) / width)
        for place, n in enumerate(counts, start=1)
        if n
    )


def agreement_a(counts: Sequence[int]) -> float | None:
    """Van der Eijk's agreement A (2001), −1 (two camps) to 1; None without ratings.

    ``counts`` are ratings per category 1 … K; raises ValueError for K < 3, where there are no
    triples of categories. The counts are peeled
    into layers of equal height, and each layer's value is weighed by its share of the votes.
    """
    if len(counts) < LEAST_SCALE_FOR_A:
        raise ValueError("agreement A needs at least three categories")
    total = sum(counts)
    if not total:
        return None
    rest = list(counts)
    result = 0.0
    while any(rest):
        height = min(n for n in rest if n)
        used = [n > 0 for n in rest]
        result += height * sum(used) / total * _layer_agreement(used)
        rest = [n - height if n else 0 for n in rest]
    return result


def _layer_agreement(used: Sequence[bool]) -> float:
    """The value of one layer: unimodality U, times 1 − (S − 1)/(K − 1) for S used categories."""
    categories = len(used)
    triples = list(combinations(used, 3))
    unimodal = triples.count((True, True, False)) + triples.count((False, True, True))
    split = triples.count((True, False, True))
    if unimodal + split:
        unimodality = ((categories - 2) * unimodal - (categories - 1) * split) / (
            (categories - 2) * (unimodal + split)
        )
    else:
        unimodality = 1.0
    return unimodality * (1 - (sum(used) - 1) / (categories - 1))
