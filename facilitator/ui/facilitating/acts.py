"""What a key does, with the words for it: one entry is offered, explained and carried out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.ui.facilitating.deeds import Deed
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.widgets.keys import Key, letter

Does = Callable[[Scene], Scene | Deed]
"""From the scene on which a key was pressed to the next one, or to what is to be done."""


@dataclass(frozen=True, slots=True)
class Act:
    """A key of the facilitator's screen, and what it does."""

    key: Key
    does: Does

    def named(self, label: str) -> Act:
        """The same under another label."""
        return Act(self.key.named(label), self.does)


def act(shown: str, label: str, meaning: str, does: Does, *, names: str = "") -> Act:
    """An act by the key as it is written; ``names`` are Textual's for a key that is no letter."""
    key = Key(names or letter(shown), shown, f"press('{shown}')", label, meaning)
    return Act(key, does)
