from __future__ import annotations

from datetime import date

import pytest

from facilitator.domain.views import InForceView, Standing
from facilitator.domain.words.sentences import in_force_sentence


@pytest.mark.parametrize(
    ("standing", "share", "ends"),
    [
        (Standing.HELD, 0.9, "The room still holds it."),
        (Standing.WAVERING, 0.6, "The room holds it, but wavers: 60% named it in the blind vote."),
        (Standing.DRIFTED, 0.0, "The room has drifted: 0% named it in the blind vote."),
    ],
)
def test_the_decision_in_force_is_told_in_one_sentence_and_a_verdict(standing, share, ends):
    earlier = InForceView("Product Management", "", date(2026, 5, 2), "older", standing, share)
    start = "In force since 2 May 2026: Product Management. "
    assert in_force_sentence(earlier) == start + ends
