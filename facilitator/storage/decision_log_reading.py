"""From the tables of a decision log's file to the log, table by table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from facilitator.domain.agenda import (
    NAME_CELLS,
    PARAGRAPH_CELLS,
    TITLE_CELLS,
    Attribution,
    Fallback,
    InputKind,
    Phase,
)
from facilitator.domain.ballots import (
    ABSTAIN,
    CONFIDENCE,
    NEED_INFO,
    NOBODY,
    REASON_CHARACTERS,
    UNCLEAR,
    Ballot,
    Tally,
)
from facilitator.domain.claims import ClaimPattern
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
    Verdict,
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
    unknown_keys,
)
from facilitator.storage.toml_kinds import (
    DAY,
    FLAG,
    MOMENT,
    SLUG,
    Kind,
    block,
    choice,
    line,
    share,
    whole,
)
from facilitator.storage.toml_problems import Severity
from facilitator.storage.toml_table import Table

_MOST_TABLES = 100_000
"""More participants, or ballots in a round, than any session has."""
_NUMBER = whole(0, _MOST_TABLES)
_SESSION_ID_FORM = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z][a-z0-9-]*-[a-z0-9]{4}", re.ASCII)

NAME = line(TITLE_CELLS)
REMARK = block(PARAGRAPH_CELLS)
_REASON = line(2 * REASON_CHARACTERS).unless(
    lambda text: len(text) > REASON_CHARACTERS,
    "is too long",
    f"shorten it to {REASON_CHARACTERS} characters",
)
_TEAM_ID = SLUG.unless(
    lambda name: name in (ABSTAIN, NEED_INFO, NOBODY, UNCLEAR),
    "is a word that ballots use for something else",
    "give the team another id",
)
_PARTICIPANT_ID = line(NAME_CELLS)
SESSION_ID = line(100).unless(
    lambda name: re.fullmatch(r"[a-z0-9][a-z0-9-]*", name, re.ASCII) is None,
    "is not a session's id",
    "use a-z, 0-9 and -, like 2026-11-22-grey-areas-7k2m",
)


def read_document(root: Table) -> DecisionLog:
    """The log in a document whose ``format`` has been checked.

    Every problem is noted; where there is an error the log holds stand-ins and is not to be used.
    """
    return DecisionLog(
        session=_session(root.table("session", required=True)),
        rules=_rules(root.table("rules", required=True)),
        teams=tuple(_team(table) for table in root.tables("teams", fewest=1, required=True)),
        participants=tuple(_participant(table) for table in _many(root, "participants")),
        decisions=tuple(_decision(table) for table in _many(root, "decisions")),
        ratings=read_ratings(root),
        shortlist=read_shortlist(root),
        commitments=read_commitments(root),
        parking_lot=read_parking_lot(root),
        close=read_close(root),
        amendments=read_amendments(root),
        extra=unknown_keys(root),
    )


def _many(table: Table, key: str) -> list[Table]:
    return table.tables(key, most=_MOST_TABLES, required=True)


def _session(table: Table) -> LogSession:
    session = LogSession(
        id=table.required("id", SESSION_ID),
        title=table.required("title", NAME),
        agenda=table.required("agenda", SLUG),
        agenda_digest=table.required("agenda_digest", _maybe_empty(line(NAME_CELLS + 20))),
        facilitators=table.array("facilitators", NAME, fewest=1, required=True),
        started_at=table.required("started_at", MOMENT),
        ended_at=table.required("ended_at", MOMENT),
        status=table.required("status", choice(LogStatus)),
        attribution=table.required("attribution", choice(Attribution)),
        follows=table.optional("follows", SESSION_ID),
        rehearsal=table.required("rehearsal", FLAG),
        extra=unknown_keys(table),
    )
    if session.id and not _SESSION_ID_FORM.fullmatch(session.id):
        told = "is not a day, the agenda's id and four letters or digits"
        table.problem("id", told, "name it like 2026-11-22-grey-areas-7k2m", Severity.WARNING)
    return session


def _rules(table: Table) -> LogRules:
    return LogRules(
        agreement_required=table.required("agreement_required", share(above=0.5)),
        max_rounds=table.required("max_rounds", whole(1, 9)),
        review_after_days=table.required("review_after_days", whole(1, 730)),
        fallback=table.required("fallback", choice(Fallback)),
        approver=table.get("approver", NAME, default=""),
        extra=unknown_keys(table),
    )


def _team(table: Table) -> LogTeam:
    return LogTeam(
        id=table.required("id", _TEAM_ID),
        name=table.required("name", NAME),
        extra=unknown_keys(table),
    )


def _participant(table: Table) -> LogParticipant:
    return LogParticipant(
        id=table.optional("id", _PARTICIPANT_ID),
        name=table.optional("name", NAME),
        team=table.required("team", SLUG),
        seat=table.required("seat", choice(Seat)),
        extra=unknown_keys(table),
    )


def _decision(table: Table) -> LogDecision:
    table.label = table.raw_text("task")
    return LogDecision(
        task=table.required("task", SLUG),
        title=table.required("title", NAME),
        phase=table.optional("phase", choice(Phase)),
        outcome=table.required("outcome", choice(Outcome)),
        driver=table.optional("driver", SLUG),
        owner=table.get("owner", NAME, default=""),
        rationale=table.get("rationale", REMARK, default=""),
        agreement=table.optional("agreement", share()),
        pattern=table.optional("pattern", choice(ClaimPattern)),
        driver_absent=table.required("driver_absent", FLAG),
        decided_at=table.required("decided_at", MOMENT),
        review_on=table.optional("review_on", DAY),
        supersedes=table.optional("supersedes", SESSION_ID),
        verdict=table.optional("verdict", choice(Verdict)),
        support=tuple(_support(below) for below in table.tables("support")),
        dissent=tuple(_dissent(below) for below in table.tables("dissent", most=_MOST_TABLES)),
        rounds=tuple(_round(below) for below in table.tables("rounds")),
        extra=unknown_keys(table),
    )


def _support(table: Table) -> LogSupport:
    return LogSupport(
        team=table.required("team", SLUG),
        input=table.required("input", choice(InputKind)),
        detail=table.required("detail", REMARK),
        when=table.required("when", REMARK),
        extra=unknown_keys(table),
    )


def _dissent(table: Table) -> LogDissent:
    return LogDissent(
        name=table.optional("name", NAME),
        team=table.optional("team", SLUG),
        position=table.required("position", SLUG),
        reason=table.get("reason", REMARK, default=""),
        would_change=table.required("would_change", _maybe_empty(REMARK)),
        extra=unknown_keys(table),
    )


def _round(table: Table) -> LogRound:
    return LogRound(
        number=table.required("number", _NUMBER),
        opened_at=table.required("opened_at", MOMENT),
        closed_at=table.required("closed_at", MOMENT),
        tally=_tally(table),
        ballots=tuple(_ballot(below) for below in table.tables("ballots", most=_MOST_TABLES)),
        extra=unknown_keys(table),
    )


def _tally(table: Table) -> Tally:
    by_team: Mapping[str, Table] = table.table("by_team", required=True).subtables()
    return Tally(
        eligible=table.required("eligible", _NUMBER),
        votes=table.table("votes", required=True).entries(_NUMBER),
        abstained=table.required("abstained", _NUMBER),
        need_info=table.required("need_info", _NUMBER),
        silent=table.required("silent", _NUMBER),
        by_team={team: votes.entries(_NUMBER) for team, votes in by_team.items()},
    )


def _ballot(table: Table) -> LogBallot:
    return LogBallot(
        participant=table.required("participant", _PARTICIPANT_ID),
        ballot=Ballot(
            choice=table.required("choice", SLUG),
            confidence=table.optional("confidence", whole(CONFIDENCE.start, CONFIDENCE.stop - 1)),
            reason=table.get("reason", _REASON, default=""),
            today=table.optional("today", SLUG),
            proxy=table.required("proxy", FLAG),
        ),
        extra=unknown_keys(table),
    )


def _maybe_empty(kind: Kind[str]) -> Kind[str]:
    """The same kind of text, or none at all."""
    return Kind(lambda value: "" if value == "" else kind.read(value), "", '""')
