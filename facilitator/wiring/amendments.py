"""Amending a decision log: what would change, and writing it once somebody has said yes."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from facilitator.clock import now
from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log import amending
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.text import visible
from facilitator.errors import Misused, Unusable, not_lasting, retold, shown
from facilitator.live.ports import Clock
from facilitator.reports.documents.log import amendment_document
from facilitator.reports.terminal import as_terminal
from facilitator.storage import decision_log_amending
from facilitator.storage.decision_log_toml import LogUnsound, log_json
from facilitator.storage.own_file import NotLasting
from facilitator.storage.toml_file import FileUnreadable
from facilitator.wiring.logs import find_log

Change = amending.Change

_MOST_COMMENT_CELLS = 60
_CHANGES: dict[tuple[str, str], Callable[[str, Any], amending.Change]] = {
    ("task", "owner"): amending.SetOwner,
    ("task", "review_on"): amending.SetReviewDate,
    ("commitment", "owner"): amending.SetCommitmentOwner,
    ("commitment", "status"): lambda name, value: amending.SetStatus(name, CommitmentStatus(value)),
    ("commitment", "due"): amending.SetDueDay,
}
"""What is said of a task or commitment, by what it is and which of its fields is to change."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A log as it would be after some changes; nothing of it is written yet."""

    opened: decision_log_amending.OpenedLog
    amended: amending.Amended
    file: decision_log_amending.AmendedFile

    @property
    def path(self) -> Path:
        """The log's file."""
        return self.opened.path

    @property
    def whats(self) -> tuple[str, ...]:
        """The changes, as the log would record them."""
        return tuple(made.what for made in self.amended.amendments)

    @property
    def warning(self) -> str:
        """What the file would lose, in a sentence; nothing in most cases."""
        anew = "the file can't be edited as it stands: it is laid out anew"
        if not self.loses_comments:
            return "" if self.file.keeps_layout else anew
        first, *others = self.file.lost
        text = f"“{visible(first, most_cells=_MOST_COMMENT_CELLS)}”"
        text += f" and {len(others)} more" if others else ""
        if self.file.keeps_layout:
            return f"the file loses comments with this change: {text}"
        return f"{anew}, without its comments: {text}"

    @property
    def loses_comments(self) -> bool:
        """Whether comments of the file would be gone."""
        return bool(self.file.lost)

    @property
    def strangers(self) -> tuple[str, ...]:
        """A sentence on each new owner of a task whom the log does not list with the driver's team.

        None where the log names nobody.
        """
        log = self.amended.log
        if log.session.attribution is not Attribution.NAMED:
            return ()
        found = []
        for decision in log.decisions:
            before = self.opened.log.decision(decision.task)
            if before is None or decision.owner == before.owner or not decision.owner:
                continue
            if not _is_listed(log, decision.owner, decision.driver):
                team = log.team_names.get(decision.driver or "", decision.driver or "")
                found.append(
                    f"{decision.owner} is not among the participants of {team} in this log"
                )
        return tuple(dict.fromkeys(found))


def _is_listed(log: DecisionLog, name: str, team: str | None) -> bool:
    """Whether somebody of that name took part for that team."""
    people = (each.name for each in log.participants if each.team == team and each.name)
    return name.casefold() in (each.casefold() for each in people)


def change_of(kind: str, name: str, field: str, value: Any) -> amending.Change:
    """A new value for a field of a ``task`` or ``commitment``, as ``log amend`` calls them."""
    return _CHANGES[kind, field](name, value)


def correction(wrong: str, right: str) -> amending.Change:
    """A typing error put right."""
    return amending.CorrectTyping(wrong, right)


def draft(
    folder: Path, reference: str, changes: Sequence[amending.Change], by: str, clock: Clock = now
) -> Draft:
    """The log meant by an id, a beginning of one, ``latest`` or a path, with these changes.

    Raises Misused when they can't be made, Unusable when there is no such log or it can't be read.
    """
    path = find_log(folder, reference)
    name = shown(path)
    with retold(Unusable, FileUnreadable):
        opened = decision_log_amending.open_log(path)
    if opened is None:
        check = f"facilitator log check {shlex.quote(str(path))}"
        raise Unusable(f"{name} can't be read as a decision log; `{check}` lists why")
    try:
        with retold(Misused, amending.AmendmentRefused):
            amended = amending.amend(opened.log, changes, by, clock())
        return Draft(opened, amended, decision_log_amending.amended_file(opened, amended.log))
    except LogUnsound as unsound:
        raise Unusable(f"{name}: {unsound}") from unsound


def write(draft: Draft) -> None:
    """Put the amended log in its file's place; raises Unusable when that can't be done safely."""
    name = shown(draft.path)
    try:
        decision_log_amending.replace_log(draft.opened, draft.file.data)
    except decision_log_amending.FileChanged as error:
        raise Unusable(f"{error}; nothing was written: look at it, and amend it again") from error
    except FileUnreadable as error:
        raise Unusable(f"{error}; nothing was written") from error
    except NotLasting as error:
        told = not_lasting(f"{name} is amended", error)
        raise Unusable(f"{told}; look at the disk, then at the log again") from error
    except OSError as error:
        told = f"{name} can't be written: {error.strerror or error}"
        raise Unusable(f"{told}; check the permissions of its folder") from error


def preview(draft: Draft) -> RenderableType:
    """What would change, for people."""
    return as_terminal(amendment_document(draft.amended))


def document(draft: Draft) -> object:
    """The amendments, with the keys of the file."""
    made = log_json(draft.amended.log)["amendments"]
    return made[-len(draft.amended.amendments) :] if isinstance(made, list) else made
