"""Tasks that come back under a quite different title, and may be others.

A task is known by its id, and its title may be reworded. But an id that was made from what was left
of a title, or that somebody reused, makes one task of two, and the newer workshop then "reaffirms"
a decision on something else. No rule can be sure, a translation least of all: so this is for a
remark, never for an error.

Two titles are quite different when half of the words of neither come back in the other. Words are
compared without case and accents, and small ones don't count; those that begin alike (*pricing*,
*prices*) are the same, and so are typing errors. Chinese characters count one by one.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.decisions import Outcome
from facilitator.domain.earlier import Earlier
from facilitator.domain.slugs import former_slug, spelling

ENOUGH_WORDS = 0.5
"""The share of one title's words that has to come back in the other."""
_SMALL_WORD = 3
_BEGINNING = 4
_BEGINS_ALIKE = 0.6
_TYPED_ALIKE = 0.75
_IDEOGRAPH = re.compile(r"([\u3400-\u9fff\U00020000-\U0003ffff])")


@dataclass(frozen=True, slots=True)
class Retitled:
    """A task by its id: ``before``, its title in an earlier session, is quite unlike ``now``."""

    task: str
    now: str
    before: str
    session: str

    def __str__(self) -> str:
        return f"“{self.now}” has the id of “{self.before}” in {self.session}"


ANOTHER_ID = "if it is another task, give it another id"
"""What is to be done about one, in words."""


def retitled(tasks: Iterable[tuple[str, str]], earlier: Earlier | None) -> tuple[Retitled, ...]:
    """Which of today's tasks, by id and title, were quite another task in what is in force.

    That is the session followed, and the newest decision on the task in any other.
    """
    if earlier is None:
        return ()
    found = []
    for task, title in tasks:
        for told in (earlier.decision(task), earlier.standing(task)):
            if told is not None and is_another(task, told.title, title):
                found.append(Retitled(task, title, told.title, told.session))
                break
    return tuple(found)


def retitled_since(
    tasks: Iterable[tuple[str, str]], logs: Iterable[DecisionLog]
) -> tuple[Retitled, ...]:
    """Which tasks, by id and title, were quite another task when one of the logs took it up last.

    The logs stand in order, the earliest first.
    """
    last = {
        decision.task: (decision.title, log.session.id)
        for log in logs
        for decision in log.decisions
        if decision.outcome is not Outcome.SKIPPED
    }
    return tuple(
        Retitled(task, title, *last[task])
        for task, title in tasks
        if task in last and is_another(task, last[task][0], title)
    )


def is_another(task: str, before: str, now: str) -> bool:
    """Whether a task of that id seems to be another now: by its title, or by what its id lost."""
    return are_unlike(before, now) or _were_made_one(task, before, now)


def are_unlike(one: str, other: str) -> bool:
    """Whether two titles are quite different."""
    words, others = _words(one), _words(other)
    if not words or not others:
        return one.split() != other.split()
    return not (_come_back(words, others) or _come_back(others, words))


def _come_back(words: list[str], others: list[str]) -> bool:
    """Whether enough of the words that count are among the others, each of which counts once."""
    counted = [word for word in words if len(word) > _SMALL_WORD or _IDEOGRAPH.match(word)] or words
    there = list(others)
    for word in counted:
        same = next((each for each in there if _is_same(word, each)), None)
        if same is not None:
            there.remove(same)
    return len(others) - len(there) >= ENOUGH_WORDS * len(counted)


def _were_made_one(task: str, before: str, now: str) -> bool:
    """Whether the id was made of either title by the rule that lost what tells them apart.

    Numbers apart: a yearly task may well be called by its year.
    """
    if not former_slug(before) == former_slug(now) == task:
        return False
    was, is_now = (spelling(re.sub(r"\d+", " ", title)) for title in (before, now))
    return was != is_now


def _words(title: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", title).casefold())
    plain = "".join(sign for sign in folded if unicodedata.category(sign) not in ("Mn", "Cf"))
    words = re.findall(r"\w+", unicodedata.normalize("NFC", _IDEOGRAPH.sub(r" \1 ", plain)))
    return list(dict.fromkeys(words))


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    alike = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    alike = min(len(one), len(other)) if alike is None else alike
    if alike >= _BEGINNING and alike >= _BEGINS_ALIKE * min(len(one), len(other)):
        return True
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _TYPED_ALIKE
