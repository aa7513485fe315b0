"""From the tables of a decision log's file to the log.

What a log has to say is little: which session it was, its teams, and of each decision the task, its
title, what became of it and who drives it. Where that is there the log can be read, whatever else
may be wrong in it. All else may be absent, and is then what the format gives it or what follows
from the rest: tallies from ballots, the pattern from the first round, moments from the session's.
What each field may hold is said in the log's model; here is what one field has to do with another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from facilitator.domain import rounds
from facilitator.domain.decision_log import model
from facilitator.domain.decisions import Outcome
from facilitator.domain.discussion import read_claims
from facilitator.domain.people import Seat
from facilitator.domain.words.figures import day_of
from facilitator.storage.records import read_record, read_records
from facilitator.storage.toml_kinds import DAY, FLAG, MOMENT, SLUG, Kind, line, whole
from facilitator.storage.toml_problems import Severity
from facilitator.storage.toml_table import Table

_SESSION_ID_FORM = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z][a-z0-9-]*)-[a-z0-9]{4}", re.ASCII)
_DECIMALS = 4
"""How many decimals a figure has that is worked out."""
_REVIEWED = (Outcome.DECIDED, Outcome.DEFERRED)


@dataclass(frozen=True, slots=True)
class When:
    """When something was: at a moment, or on a day at a time that isn't told."""

    told: datetime | date

    def at(self, after: datetime | None = None) -> datetime:
        """The moment in UTC; on a day, noon, or when what came before it was, if that was then."""
        if isinstance(self.told, datetime):
            return self.told
        if after is not None and after.date() == self.told:
            return after
        return datetime.combine(self.told, time(12), UTC)


def _read_when(value: object) -> When:
    # The very type: to Python a date and time is a date, too.
    return When(DAY.read(value) if type(value) is date else MOMENT.read(value))


def _read_scale(value: object) -> int:
    """How many steps there are, told by their number or by their words."""
    return whole(2, model.LARGEST_SCALE).read(len(value) if isinstance(value, list) else value)


_WHEN = Kind(_read_when, When(MOMENT.stand_in), MOMENT.example)
"""A date and time with its offset, or a date alone."""
_SCALE = Kind(_read_scale, 2, "5")
_NUMBER = whole(0, model.MOST_COUNTED)
_CERTAINTY = whole(rounds.CONFIDENCE.start, rounds.CONFIDENCE.stop - 1)
_REASON = line(2 * rounds.REASON_CHARACTERS).unless(
    lambda text: len(text) > rounds.REASON_CHARACTERS,
    "is too long",
    f"shorten it to {rounds.REASON_CHARACTERS} characters",
)


def read_document(root: Table) -> model.DecisionLog:
    """The log in a document whose ``format`` has been checked.

    Every problem is noted. A value that can't be used counts as absent, and so does an entry that
    says nothing without it. Where the whole log says nothing the root ``is_spoilt``, and the log
    holds stand-ins and is not to be used.
    """
    session = root.table("session", required=True)
    began = _session(session)
    rules = read_record(root.table("rules"), model.LogRules)
    teams = root.tables("teams", fewest=1, required=True)
    people = read_records(_many(root, "participants"), model.LogParticipant)
    decisions = root.tables("decisions", most=model.MOST_COUNTED, required=True)
    reader = _DecisionReader(began, rules, people)
    log = read_record(
        root,
        model.DecisionLog,
        session=began,
        rules=rules,
        teams=tuple(read_record(table, model.LogTeam) for table in teams),
        participants=people,
        decisions=tuple(reader.read(table) for table in decisions),
        ratings=read_records(root.tables("ratings"), model.Rating, _rating),
    )
    root.report_unknown(Severity.WARNING)
    if any(table.is_spoilt for table in (root, session, *teams, *decisions)):
        root.is_spoilt = True
    return _with_its_end(log) if "ended_at" not in session else log


def _many(table: Table, key: str) -> list[Table]:
    return table.tables(key, most=model.MOST_COUNTED)


def _session(table: Table) -> model.LogSession:
    started_at = table.required("started_at", _WHEN).at()
    ended_at = table.optional("ended_at", _WHEN)
    session = read_record(
        table,
        model.LogSession,
        started_at=started_at,
        ended_at=ended_at.at(started_at) if ended_at else started_at,
    )
    for told in _odd_id(session) if session.id else ():
        table.problem("id", told, "name it like 2026-11-22-grey-areas-7k2m", Severity.WARNING)
    return session


def _odd_id(session: model.LogSession) -> Iterator[str]:
    """What is odd in an id: it is as good as any, and misleads people."""
    made_of = _SESSION_ID_FORM.fullmatch(session.id)
    if made_of is None:
        yield "is not a day, the agenda's id and four letters or digits"
        return
    day, agenda = made_of.groups()
    began = session.started_at.date()
    if not _is_near(day, began):
        yield f"is of {day}, but the session began on {began}"
    if session.agenda and session.agenda != agenda:
        yield f'is of "{agenda}", but the agenda is "{session.agenda}"'


def _is_near(told: str, day: date) -> bool:
    """Whether a day may be that day, as it is told in another place of the world."""
    try:
        return abs((date.fromisoformat(told) - day).days) <= 1
    except ValueError:
        return False


def _with_its_end(log: model.DecisionLog) -> model.DecisionLog:
    """A log that doesn't say when its session ended: not before the last thing that it tells of."""
    last = max((told.decided_at for told in log.decisions), default=log.session.started_at)
    ended_at = max(last, log.session.started_at)
    return replace(log, session=replace(log.session, ended_at=ended_at))


class _DecisionReader:
    """Reads decisions of one session, by what else its log says."""

    def __init__(
        self,
        session: model.LogSession,
        rules: model.LogRules,
        people: Sequence[model.LogParticipant],
    ) -> None:
        self._session = session
        self._rules = rules
        voters = [person for person in people if person.seat is Seat.VOTER]
        self._teams = {voter.id: voter.team for voter in voters if voter.id is not None}
        self._present = frozenset(voter.team for voter in voters)

    def read(self, table: Table) -> model.LogDecision:
        """One decision, with whatever follows from the rest of it."""
        table.label = table.raw_text("task")
        tables = table.tables("rounds")
        voted = tuple(self._round(each, number) for number, each in enumerate(tables, 1))
        before = voted[-1].closed_at if voted else self._session.started_at
        when = table.optional("decided_at", _WHEN)
        decision = read_record(
            table,
            model.LogDecision,
            driver=_driver,
            decided_at=when.at(before) if when else before,
            dissent=lambda table: read_records(_many(table, "dissent"), model.LogDissent),
            rounds=voted,
        )
        return self._completed(table, decision)

    def _completed(self, table: Table, told: model.LogDecision) -> model.LogDecision:
        """What follows from the rest, in the place of what isn't said."""
        if told.review_on is None and told.outcome in _REVIEWED:
            told = replace(told, review_on=self._review_on(told))
        if not told.told:
            return told
        last = told.rounds[-1].tally
        if "agreement" not in table and told.driver is not None and not last.withheld:
            told = replace(told, agreement=round(last.share(told.driver), _DECIMALS))
        reading = read_claims(told.told[0].tally, self._present)
        has_sides = bool(told.told[0].tally.by_team)
        if "pattern" not in table and told.outcome is not Outcome.SKIPPED and has_sides:
            told = replace(told, pattern=reading.pattern)
        if "driver_absent" not in table and self._present:
            told = replace(told, driver_absent=reading.driver_absent)
        return told

    def _review_on(self, told: model.LogDecision) -> date | None:
        """When the rules would have it looked at again; None where no calendar reaches so far."""
        try:
            return day_of(told.decided_at) + timedelta(days=self._rules.review_after_days)
        except (OverflowError, ValueError):
            return None

    def _round(self, table: Table, number: int) -> model.LogRound:
        if not any(key in table for key in ("votes", "ballots", "withheld")):
            table.problem("votes", "is missing: the round says nothing", "add votes = { … }")
        started_at = self._session.started_at
        opened, closed = table.optional("opened_at", _WHEN), table.optional("closed_at", _WHEN)
        opened_at = opened.at(started_at) if opened else started_at
        cast = read_records(_many(table, "ballots"), model.LogBallot, _ballot)
        return read_record(
            table,
            model.LogRound,
            number=table.get("number", _NUMBER, default=number),
            opened_at=opened_at,
            closed_at=closed.at(opened_at) if closed else opened_at,
            tally=self._tally(table, cast),
            ballots=cast,
        )

    def _tally(self, table: Table, cast: Sequence[model.LogBallot]) -> rounds.Tally:
        """A round's figures, counted where they don't stand there and ballots do."""
        ballots = {each.participant: each.ballot for each in cast}
        counted = rounds.count(ballots, {who: self._teams.get(who, "") for who in ballots})
        withheld = table.get("withheld", _NUMBER, default=0)
        by_team = table.table("by_team")
        votes = table.table("votes").entries(_NUMBER)
        tally = rounds.Tally(
            eligible=0,
            votes=votes if "votes" in table else counted.votes,
            abstained=table.get("abstained", _NUMBER, default=counted.abstained),
            need_info=table.get("need_info", _NUMBER, default=counted.need_info),
            withheld=withheld,
            by_team={team: by_team.table(team).entries(_NUMBER) for team in by_team.values}
            if "by_team" in table
            else counted.by_team,
        )
        took_part = tally.real_votes + tally.abstained + tally.need_info + withheld
        silent = table.optional("silent", _NUMBER)
        eligible = table.optional("eligible", _NUMBER)
        if eligible is None:
            eligible = took_part + (silent or 0)
        if silent is None:
            silent = max(0, eligible - took_part)
        return replace(tally, eligible=eligible, silent=silent)


def _driver(table: Table) -> str | None:
    """The one team that drives; whoever names several is told where the others belong."""
    if not isinstance(table.values.get("driver"), list):
        is_decided = table.raw_text("outcome") == Outcome.DECIDED
        return table.required("driver", SLUG) if is_decided else table.optional("driver", SLUG)
    table.take("driver")
    table.is_spoilt = True
    mend = "write the id of one team, and list the others under [[decisions.support]]"
    table.problem("driver", "is an array, and a task has one driver", mend)
    return None


def _ballot(table: Table) -> model.LogBallot:
    return read_record(
        table,
        model.LogBallot,
        ballot=lambda table: rounds.Ballot(
            choice=table.required("choice", SLUG),
            confidence=table.optional("confidence", _CERTAINTY),
            reason=table.get("reason", _REASON, default=""),
            today=table.optional("today", SLUG),
            proxy=table.get("proxy", FLAG, default=False),
        ),
    )


def _rating(table: Table) -> model.Rating:
    by_team = table.table("by_team")
    counts = table.array("counts", _NUMBER, required=True)
    scale = table.get("scale", _SCALE, default=len(counts))
    read = read_record(
        table,
        model.Rating,
        scale=scale,
        counts=counts,
        by_team={team: by_team.array(team, _NUMBER) for team in by_team.values},
    )
    can_tell = len(counts) == scale
    exact = {
        "median": rounds.median(counts),
        "consensus": rounds.consensus(counts) if can_tell else None,
        "agreement": rounds.agreement_a(counts)
        if can_tell and scale >= rounds.LEAST_SCALE_FOR_A
        else None,
    }
    figures: dict[str, Any] = {
        key: round(figure, _DECIMALS)
        for key, figure in exact.items()
        if figure is not None and key not in table
    }
    return replace(read, **figures)
