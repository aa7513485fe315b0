"""The words of help for each screen."""

from __future__ import annotations

from facilitator.domain.views import Stage
from facilitator.ui.voting.drawing.page import Key
from facilitator.ui.voting.drawing.subject import Subject

VOTE_KEYS: tuple[Key, ...] = (
    ("1-9 X Y Z", "Vote for the team of that number; another key changes it"),
    ("A", "Abstain: you have no say in this one"),
    ("I", "You need to know more before you can vote"),
    ("+  −", "How sure you are, one to five stars; may be left out"),
    ("R", "Your reason, one line, shown at the reveal; may be left out"),
    ("U", "Undo: take your vote back"),
)
TODAY_KEY: Key = ("T", "Say who drives this today, as things are")
COMMON_KEYS: tuple[Key, ...] = (
    ("H", "Raise your hand, or lower it"),
    ("P", "Park something: a thought for later, so that it is not lost"),
    ("↑ ↓", "Scroll, also PageUp and PageDown, where there is more"),
    ("Q", "Leave. Seat and vote stay yours"),
)
WORDS = {
    Stage.GATHERING: "The room gathers. The facilitator begins; this screen follows by itself.",
    Stage.BRIEF: "Something to read or to talk about. There is no vote in this step.",
    Stage.READY: "The question is open for reading. The vote comes when the facilitator opens it.",
    Stage.VOTING: (
        "One key votes, and votes again to change it. Nobody sees your vote before the reveal, the"
        " facilitator neither. It counts once this screen says “Recorded”."
    ),
    Stage.REVEALED: "All votes are open now. To change your mind takes a new round.",
    Stage.SETTLED: "The outcome, as it stands in the decision log.",
    Stage.CLOSING: "All outcomes are read back once.",
    Stage.ENDED: "The workshop is over. What was decided is in the decision log.",
}


def help_words(subject: Subject) -> tuple[tuple[Key, ...], str]:
    """The keys of the screen behind, and what that screen is for."""
    words = WORDS[subject.stage]
    if subject.stage is Stage.ENDED:
        return COMMON_KEYS[-2:], words
    if not subject.is_voter:
        return COMMON_KEYS, f"{words} You watch, without a vote."
    if subject.stage is not Stage.VOTING:
        return COMMON_KEYS, words
    asks = subject.task is not None and subject.task.ask_today
    return (*VOTE_KEYS, *((TODAY_KEY,) if asks else ()), *COMMON_KEYS), words
