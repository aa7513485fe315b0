"""What the tasks of a log are called, those included that were left at a shortlist."""

from __future__ import annotations

import re

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.slugs import former_slug, slug

_LEFT = re.compile(r"(?P<title>.+) \((?P<dots>no|\d{1,9}) dots?\)")


def left_item(title: str, dots: int | None) -> str:
    """How the parking lot has a task that no shortlist took: "Competitive messaging (3 dots)".

    Where dots are not told, its title alone.
    """
    if dots is None:
        return title
    return f"{title} ({dots or 'no'} {'dot' if dots == 1 else 'dots'})"


def task_titles(log: DecisionLog) -> dict[str, str]:
    """The title of each task that was decided on or stood on a shortlist, by its id.

    Of tasks that were left at a shortlist the parking lot tells it: in the same order, or to be
    known by an id made of it. Where it doesn't, the id is told in words.
    """
    titles = {decision.task: decision.title for decision in log.decisions}
    left = [each for each in log.shortlist if not each.taken and each.task not in titles]
    parked = [found for item in log.parking_lot if (found := _LEFT.fullmatch(item.text))]
    last = parked[-len(left) :] if left else []
    if [each.dots for each in left] == [_dots(found) for found in last]:
        known = {e.task: f["title"] for e, f in zip(left, last, strict=True)}
    else:
        left_titles = [found["title"] for found in parked]
        known = {former_slug(title): title for title in left_titles}
        known |= {slug(title, "task"): title for title in left_titles}
    for entry in log.shortlist:
        titles.setdefault(entry.task, known.get(entry.task) or in_words(entry.task))
    return titles


def in_words(task: str) -> str:
    """A task's id as words: "competitive-messaging" reads "Competitive messaging"."""
    text = task.replace("-", " ")
    return text[:1].upper() + text[1:]


def _dots(found: re.Match[str]) -> int:
    return 0 if found["dots"] == "no" else int(found["dots"])
