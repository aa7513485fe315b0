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
OBJECTOR_KEYS: tuple[Key, ...] = (
    ("C", "Your objection is right as it stands"),
    ("W", "Word it anew: why you object, then what would change your mind"),
    ("X", "Withdraw it: the decision no longer keeps it. You are asked once more"),
)
OTHERS_KEY: Key = ("← →", "Back and forth between them, also ↑ ↓; all can be changed")
UNDO_KEY: Key = ("U", "Undo: take the answer on screen back")
ANSWER_KEYS: dict[str, tuple[Key, ...]] = {
    "rate": (
        ("1 2 3 …", "How true it is, by its number; then the next statement comes"),
        ("C", "You can't say, also A"),
        OTHERS_KEY,
        UNDO_KEY,
    ),
    "shortlist": (
        ("1-9 X Y Z", "Place a dot on the task of that number; press it again for one more"),
        ("−", "Take a dot back from the task where the cursor ▸ is"),
        ("↑ ↓  +", "Move the cursor; place a dot where it is"),
        ("U", "Take all your dots back"),
    ),
    "follow-up": (
        ("1", "Kept"),
        ("2", "Partly kept"),
        ("3", "Missed"),
        ("4", "Still open: it is too early to tell"),
        ("C", "You can't say, also A"),
        OTHERS_KEY,
        UNDO_KEY,
    ),
    "commit": (
        ("Y", "Yes: this promise can be made"),
        ("O", "Object. You are asked why, in one line; Enter records it with a reason or without"),
        ("A", "Stand aside: you neither agree nor block it"),
        ("U", "Undo: take your answer back"),
    ),
    "close": (
        ("1 to 5", "So many fingers, five is best. With one or two you may say what is missing"),
        ("R", "Add or change what is missing, with one finger or two"),
        ("A", "Abstain"),
        ("← →", "Back and forth between the two questions"),
        UNDO_KEY,
    ),
}
SCROLL_KEY: Key = ("↑ ↓", "Scroll, also PageUp and PageDown, where there is more")
PAGE_KEY: Key = ("PgUp PgDn", "Scroll, where there is more")
COMMON_KEYS: tuple[Key, ...] = (
    ("H", "Raise your hand, or lower it"),
    ("P", "Park something: a thought for later, so that it is not lost"),
    SCROLL_KEY,
    ("Q", "Leave. Seat and answers stay yours"),
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
    Stage.CLOSING: "All outcomes are read back once. Then fingers can be asked for.",
    Stage.ENDED: "The workshop is over. What was decided is in the decision log.",
}
OBJECTING = "It keeps your objection, and its words are yours until the room moves on."
BLIND = (
    "Nobody sees your answers before the reveal, the facilitator neither. They count once this"
    " screen says “Recorded”."
)
KIND_WORDS = {
    ("rate", Stage.READY): "Statements to rate, one at a time, each with one key.",
    ("rate", Stage.VOTING): f"How true is each statement? One key each. {BLIND}",
    ("rate", Stage.REVEALED): (
        "How the room rated each statement, and ▸ your own answer. The median is the answer in the"
        " middle; ≠ marks where the middle of two teams lies two or more apart."
    ),
    ("shortlist", Stage.READY): "Tasks to choose from, with a few dots each.",
    ("shortlist", Stage.VOTING): f"Which tasks deserve the time today? {BLIND}",
    ("shortlist", Stage.REVEALED): (
        "Most dots first; where they are equal, more people, then what is covered less."
    ),
    ("shortlist", Stage.SETTLED): "What is taken up today, and what is parked for later.",
    ("follow-up", Stage.READY): (
        "What was promised last time, and tasks that are due again. What was decided on those is"
        " not shown: they are voted on blind."
    ),
    ("follow-up", Stage.VOTING): (
        "Those who were promised something say what became of it, and nobody else. " + BLIND
    ),
    ("follow-up", Stage.REVEALED): "What the receiving teams say became of each promise.",
    ("follow-up", Stage.SETTLED): "What became of each promise, as it goes into the decision log.",
    ("commit", Stage.READY): "One promise after the other. Both its teams have to say yes.",
    ("commit", Stage.VOTING): f"Can this promise be made? Both its teams are asked. {BLIND}",
    ("commit", Stage.REVEALED): (
        "A promise is agreed with a yes from both teams and no objection. Else it gets other words"
        " and is asked about again, or is left out."
    ),
    ("commit", Stage.SETTLED): "What was promised, as it goes into the decision log.",
    ("close", Stage.VOTING): f"Two questions, one to five fingers each. {BLIND}",
    ("close", Stage.REVEALED): "What the room thinks of the plan, and of the time it took.",
}
ANONYMOUS_WORDS = {
    ("follow-up", Stage.VOTING): f"Everybody says what became of each promise. {BLIND}",
    ("follow-up", Stage.REVEALED): "What the room says became of each promise.",
    ("commit", Stage.READY): "One promise after the other. The whole room is asked about each.",
    ("commit", Stage.VOTING): f"Can this promise be made? Everybody is asked. {BLIND}",
    ("commit", Stage.REVEALED): (
        "A promise is agreed when somebody says yes and nobody objects. Else it gets other words"
        " and is asked about again, or is left out."
    ),
}
"""Where votes are anonymous: the words for what is asked of the room, and not of teams."""


def help_words(subject: Subject) -> tuple[tuple[Key, ...], str]:
    """The keys of the screen behind, and what that screen is for."""
    where = (subject.kind, subject.stage)
    words = KIND_WORDS.get(where) or WORDS[subject.stage]
    if not subject.named:
        words = ANONYMOUS_WORDS.get(where, words)
    if subject.stage is Stage.ENDED:
        return COMMON_KEYS[-2:], words
    if not subject.is_voter:
        return COMMON_KEYS, f"{words} You watch, without a vote."
    if subject.dissent is not None:
        return (*OBJECTOR_KEYS, *COMMON_KEYS), f"{words} {OBJECTING}"
    if subject.stage is not Stage.VOTING:
        return COMMON_KEYS, words
    if subject.task is None:
        return _answering(subject, words)
    today = (TODAY_KEY,) if subject.task.ask_today else ()
    return (*VOTE_KEYS, *today, *COMMON_KEYS), words


def _answering(subject: Subject, words: str) -> tuple[tuple[Key, ...], str]:
    if not subject.asked:
        return COMMON_KEYS, f"{words} This time others are asked, not you."
    takes_arrows = subject.kind in ("rate", "follow-up", "shortlist")
    scroll = PAGE_KEY if takes_arrows else SCROLL_KEY
    common = tuple(scroll if key is SCROLL_KEY else key for key in COMMON_KEYS)
    return (*ANSWER_KEYS[subject.kind], *common), words
