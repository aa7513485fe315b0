"""What stands in the place of figures that are withheld, in the same words on every screen."""

from __future__ import annotations

from facilitator.ui.widgets.phrases import counted

FROM_THREE_ON = "Figures are shown from three on."
"""How many it takes: :data:`~facilitator.domain.agreement.FEWEST_TOLD`, in words."""


def withheld_words(number: int, noun: str = "answer") -> str:
    """How many have answered, and how many it takes for figures to be shown: "2 votes. …"."""
    return f"{counted(number, noun)}. {FROM_THREE_ON}"
