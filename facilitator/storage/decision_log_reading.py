"""From the tables of a decision log's file to the log, table by table.

What a log has to say is little: which session it was, its teams, and of each decision the task, its
title, what became of it and who drives it. Where that is there the log can be read, whatever else
may be wrong in it. All else may be absent, and is then what the format gives it or what follows
from the rest: tallies from ballots, the pattern from the first round, moments from the session's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.ballots import Ballot, Tally, count
from facilitator.domain.claims import ClaimReading, read_claims
from facilitator.domain.days import day_of
from facilitator.domain.decision_log import (
    DecisionLog,
    LogBallot,
    LogDecision,
    LogDissent,
    LogParticipant,
    LogRound,
    LogRules,
    LogSession,
    LogStatus,
    LogSupport,
    LogTeam,
)
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat
from facilitator.storage.decision_log_extras import (
    read_amendments,
    read_close,
    read_commitments,
    read_parking_lot,
    read_ratings,
    read_shortlist,
    that_say_something,
    unknown_keys,
)
from facilitator.storage.decision_log_kinds import (
    AGREEMENT_REQUIRED,
    ATTRIBUTION,
    CERTAINTY,
    CLAIM_PATTERN,
    DAYS,
    DIGEST,
    FALLBACK,
    INPUT_KIND,
    LOG_STATUS,
    MOST_TABLES,
    NAME,
    NUMBER,
    OPTIONAL_REMARK,
    OUTCOME,
    PARTICIPANT_ID,
    PHASE,
    REASON,
    REMARK,
    ROUNDS,
    SEAT,
    SESSION_ID,
    SHARE,
    TEAM_ID,
    VERDICT,
    WHEN,
)
from facilitator.storage.toml_kinds import DAY, FLAG, SLUG
from facilitator.storage.toml_problems import Severity
from facilitator.storage.toml_table import Table

_SESSION_ID_FORM = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z][a-z0-9-]*)-[a-z0-9]{4}", re.ASCII)
_DECIMALS = 4
"""How many decimals a figure has that is worked out."""
_REVIEWED = (Outcome.DECIDED, Outcome.DEFERRED)


def read_document(root: Table) -> DecisionLog:
    """The log in a document whose ``format`` has been checked.

    Every problem is noted. A value that can't be used counts as absent, and so does an entry that
    says nothing without it. Where the whole log says nothing the root ``is_spoilt``, and the log
    holds stand-ins and is not to be used.
    """
    session = root.table("session", required=True)
    began = _session(session)
    rules = _rules(root.table("rules"))
    teams = root.tables("teams", fewest=1, required=True)
    people = that_say_something(_many(root, "participants"), _participant)
    decisions = root.tables("decisions", most=MOST_TABLES, required=True)
    reader = _DecisionReader(began, rules, people)
    told = [reader.read(table) for table in decisions]
    log = DecisionLog(
        session=began,
        rules=rules,
        teams=tuple(_team(table) for table in teams),
        participants=people,
        decisions=tuple(told),
        ratings=read_ratings(root),
        shortlist=read_shortlist(root),
        commitments=read_commitments(root),
        parking_lot=read_parking_lot(root),
        close=read_close(root),
        amendments=read_amendments(root),
        extra=unknown_keys(root),
    )
    root.report_unknown(Severity.WARNING)
    if any(table.is_spoilt for table in (root, session, *teams, *decisions)):
        root.is_spoilt = True
    return _with_its_end(log) if "ended_at" not in session else log


def _many(table: Table, key: str) -> list[Table]:
    return table.tables(key, most=MOST_TABLES)


def _session(table: Table) -> LogSession:
    started_at = table.required("started_at", WHEN).at()
    ended_at = table.optional("ended_at", WHEN)
    session = LogSession(
        id=table.required("id", SESSION_ID),
        title=table.required("title", NAME),
        agenda=table.get("agenda", SLUG, default=""),
        agenda_digest=table.get("agenda_digest", DIGEST, default=""),
        facilitators=table.array("facilitators", NAME),
        started_at=started_at,
        ended_at=ended_at.at(started_at) if ended_at else started_at,
        status=table.get("status", LOG_STATUS, default=LogStatus.COMPLETE),
        attribution=table.get("attribution", ATTRIBUTION, default=Attribution.NAMED),
        follows=table.optional("follows", SESSION_ID),
        rehearsal=table.get("rehearsal", FLAG, default=False),
        extra=unknown_keys(table),
    )
    for told in _odd_id(session) if session.id else ():
        table.problem("id", told, "name it like 2026-11-22-grey-areas-7k2m", Severity.WARNING)
    return session


def _odd_id(session: LogSession) -> Iterator[str]:
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


def _with_its_end(log: DecisionLog) -> DecisionLog:
    """A log that doesn't say when its session ended: not before the last thing that it tells of."""
    last = max((told.decided_at for told in log.decisions), default=log.session.started_at)
    ended_at = max(last, log.session.started_at)
    return replace(log, session=replace(log.session, ended_at=ended_at))


def _rules(table: Table) -> LogRules:
    usual = Rules()
    return LogRules(
        agreement_required=table.get(
            "agreement_required", AGREEMENT_REQUIRED, default=usual.agreement_required
        ),
        max_rounds=table.get("max_rounds", ROUNDS, default=usual.max_rounds),
        review_after_days=table.get("review_after_days", DAYS, default=usual.review_after_days),
        fallback=table.get("fallback", FALLBACK, default=usual.fallback),
        approver=table.get("approver", NAME, default=""),
        extra=unknown_keys(table),
    )


def _team(table: Table) -> LogTeam:
    return LogTeam(
        id=table.required("id", TEAM_ID),
        name=table.required("name", NAME),
        extra=unknown_keys(table),
    )


def _participant(table: Table) -> LogParticipant:
    return LogParticipant(
        id=table.optional("id", PARTICIPANT_ID),
        name=table.optional("name", NAME),
        team=table.required("team", SLUG),
        seat=table.get("seat", SEAT, default=Seat.VOTER),
        extra=unknown_keys(table),
    )


class _DecisionReader:
    """Reads decisions of one session, by what else its log says."""

    def __init__(
        self, session: LogSession, rules: LogRules, people: Sequence[LogParticipant]
    ) -> None:
        self._session = session
        self._rules = rules
        voters = [person for person in people if person.seat is Seat.VOTER]
        self._teams = {voter.id: voter.team for voter in voters if voter.id is not None}
        self._present = frozenset(voter.team for voter in voters)

    def read(self, table: Table) -> LogDecision:
        """One decision, with whatever follows from the rest of it."""
        table.label = table.raw_text("task")
        tables = table.tables("rounds")
        rounds = tuple(self._round(each, number) for number, each in enumerate(tables, 1))
        before = rounds[-1].closed_at if rounds else self._session.started_at
        when = table.optional("decided_at", WHEN)
        decision = LogDecision(
            task=table.required("task", SLUG),
            title=table.required("title", NAME),
            phase=table.optional("phase", PHASE),
            outcome=table.required("outcome", OUTCOME),
            driver=_driver(table),
            owner=table.get("owner", NAME, default=""),
            rationale=table.get("rationale", REMARK, default=""),
            agreement=table.optional("agreement", SHARE),
            pattern=table.optional("pattern", CLAIM_PATTERN),
            driver_absent=table.get("driver_absent", FLAG, default=False),
            decided_at=when.at(before) if when else before,
            review_on=table.optional("review_on", DAY),
            supersedes=table.optional("supersedes", SESSION_ID),
            verdict=table.optional("verdict", VERDICT),
            how=table.get("how", NAME, default=""),
            support=that_say_something(table.tables("support"), _support),
            dissent=that_say_something(table.tables("dissent", most=MOST_TABLES), _dissent),
            rounds=rounds,
            extra=unknown_keys(table),
        )
        return self._completed(table, decision)

    def _completed(self, table: Table, told: LogDecision) -> LogDecision:
        """What follows from the rest, in the place of what isn't said."""
        if told.review_on is None and told.outcome in _REVIEWED:
            told = replace(told, review_on=self._review_on(told))
        if not told.told:
            return told
        last = told.rounds[-1].tally
        if "agreement" not in table and told.driver is not None and not last.withheld:
            told = replace(told, agreement=round(last.share(told.driver), _DECIMALS))
        reading = self._claims(told)
        has_sides = bool(told.told[0].tally.by_team)
        if "pattern" not in table and told.outcome is not Outcome.SKIPPED and has_sides:
            told = replace(told, pattern=reading.pattern)
        if "driver_absent" not in table and self._present:
            told = replace(told, driver_absent=reading.driver_absent)
        return told

    def _review_on(self, told: LogDecision) -> date | None:
        """When the rules would have it looked at again; None where no calendar reaches so far."""
        try:
            return day_of(told.decided_at) + timedelta(days=self._rules.review_after_days)
        except (OverflowError, ValueError):
            return None

    def _claims(self, told: LogDecision) -> ClaimReading:
        return read_claims(told.told[0].tally, self._present)

    def _round(self, table: Table, number: int) -> LogRound:
        if not any(key in table for key in ("votes", "ballots", "withheld")):
            table.problem("votes", "is missing: the round says nothing", "add votes = { … }")
        started_at = self._session.started_at
        opened, closed = table.optional("opened_at", WHEN), table.optional("closed_at", WHEN)
        opened_at = opened.at(started_at) if opened else started_at
        cast = that_say_something(table.tables("ballots", most=MOST_TABLES), _ballot)
        return LogRound(
            number=table.get("number", NUMBER, default=number),
            opened_at=opened_at,
            closed_at=closed.at(opened_at) if closed else opened_at,
            tally=self._tally(table, cast),
            ballots=cast,
            extra=unknown_keys(table),
        )

    def _tally(self, table: Table, cast: Sequence[LogBallot]) -> Tally:
        """A round's figures, counted where they don't stand there and ballots do."""
        ballots = {each.participant: each.ballot for each in cast}
        counted = count(ballots, {who: self._teams.get(who, "") for who in ballots})
        withheld = table.get("withheld", NUMBER, default=0)
        by_team: Mapping[str, Table] = table.table("by_team").subtables()
        votes = table.table("votes").entries(NUMBER)
        tally = Tally(
            eligible=0,
            votes=votes if "votes" in table else counted.votes,
            abstained=table.get("abstained", NUMBER, default=counted.abstained),
            need_info=table.get("need_info", NUMBER, default=counted.need_info),
            withheld=withheld,
            by_team={team: each.entries(NUMBER) for team, each in by_team.items()}
            if "by_team" in table
            else counted.by_team,
        )
        took_part = tally.real_votes + tally.abstained + tally.need_info + withheld
        silent = table.optional("silent", NUMBER)
        eligible = table.optional("eligible", NUMBER)
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


def _support(table: Table) -> LogSupport:
    return LogSupport(
        team=table.required("team", SLUG),
        input=table.required("input", INPUT_KIND),
        detail=table.get("detail", REMARK, default=""),
        when=table.get("when", REMARK, default=""),
        extra=unknown_keys(table),
    )


def _dissent(table: Table) -> LogDissent:
    return LogDissent(
        name=table.optional("name", NAME),
        team=table.optional("team", SLUG),
        position=table.get("position", SLUG, default=""),
        reason=table.get("reason", REMARK, default=""),
        would_change=table.get("would_change", OPTIONAL_REMARK, default=""),
        extra=unknown_keys(table),
    )


def _ballot(table: Table) -> LogBallot:
    return LogBallot(
        participant=table.required("participant", PARTICIPANT_ID),
        ballot=Ballot(
            choice=table.required("choice", SLUG),
            confidence=table.optional("confidence", CERTAINTY),
            reason=table.get("reason", REASON, default=""),
            today=table.optional("today", SLUG),
            proxy=table.get("proxy", FLAG, default=False),
        ),
        extra=unknown_keys(table),
    )
