"""From the tables of a decision log's file to the log, table by table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from facilitator.domain.ballots import Ballot, Tally
from facilitator.domain.decision_log import (
    DecisionLog,
    LogBallot,
    LogDecision,
    LogDissent,
    LogParticipant,
    LogRound,
    LogRules,
    LogSession,
    LogSupport,
    LogTeam,
)
from facilitator.storage.decision_log_extras import (
    read_amendments,
    read_close,
    read_commitments,
    read_parking_lot,
    read_ratings,
    read_shortlist,
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
)
from facilitator.storage.toml_kinds import DAY, FLAG, MOMENT, SLUG
from facilitator.storage.toml_problems import Severity
from facilitator.storage.toml_table import Table

_SESSION_ID_FORM = re.compile(r"\d{4}-\d{2}-\d{2}-[a-z][a-z0-9-]*-[a-z0-9]{4}", re.ASCII)


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
    return table.tables(key, most=MOST_TABLES, required=True)


def _session(table: Table) -> LogSession:
    session = LogSession(
        id=table.required("id", SESSION_ID),
        title=table.required("title", NAME),
        agenda=table.required("agenda", SLUG),
        agenda_digest=table.required("agenda_digest", DIGEST),
        facilitators=table.array("facilitators", NAME, fewest=1, required=True),
        started_at=table.required("started_at", MOMENT),
        ended_at=table.required("ended_at", MOMENT),
        status=table.required("status", LOG_STATUS),
        attribution=table.required("attribution", ATTRIBUTION),
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
        agreement_required=table.required("agreement_required", AGREEMENT_REQUIRED),
        max_rounds=table.required("max_rounds", ROUNDS),
        review_after_days=table.required("review_after_days", DAYS),
        fallback=table.required("fallback", FALLBACK),
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
        seat=table.required("seat", SEAT),
        extra=unknown_keys(table),
    )


def _decision(table: Table) -> LogDecision:
    table.label = table.raw_text("task")
    return LogDecision(
        task=table.required("task", SLUG),
        title=table.required("title", NAME),
        phase=table.optional("phase", PHASE),
        outcome=table.required("outcome", OUTCOME),
        driver=_driver(table),
        owner=table.get("owner", NAME, default=""),
        rationale=table.get("rationale", REMARK, default=""),
        agreement=table.optional("agreement", SHARE),
        pattern=table.optional("pattern", CLAIM_PATTERN),
        driver_absent=table.required("driver_absent", FLAG),
        decided_at=table.required("decided_at", MOMENT),
        review_on=table.optional("review_on", DAY),
        supersedes=table.optional("supersedes", SESSION_ID),
        verdict=table.optional("verdict", VERDICT),
        support=tuple(_support(below) for below in table.tables("support")),
        dissent=tuple(_dissent(below) for below in table.tables("dissent", most=MOST_TABLES)),
        rounds=tuple(_round(below) for below in table.tables("rounds")),
        extra=unknown_keys(table),
    )


def _driver(table: Table) -> str | None:
    """The one team that drives; whoever names several is told where the others belong."""
    if not isinstance(table.values.get("driver"), list):
        return table.optional("driver", SLUG)
    table.take("driver")
    mend = "write the id of one team, and list the others under [[decisions.support]]"
    table.problem("driver", "is an array, and a task has one driver", mend)
    return None


def _support(table: Table) -> LogSupport:
    return LogSupport(
        team=table.required("team", SLUG),
        input=table.required("input", INPUT_KIND),
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
        would_change=table.required("would_change", OPTIONAL_REMARK),
        extra=unknown_keys(table),
    )


def _round(table: Table) -> LogRound:
    return LogRound(
        number=table.required("number", NUMBER),
        opened_at=table.required("opened_at", MOMENT),
        closed_at=table.required("closed_at", MOMENT),
        tally=_tally(table),
        ballots=tuple(_ballot(below) for below in table.tables("ballots", most=MOST_TABLES)),
        extra=unknown_keys(table),
    )


def _tally(table: Table) -> Tally:
    """A round's figures; one of which nothing is told needs neither those apart nor the teams'."""
    withheld = table.get("withheld", NUMBER, default=0)
    is_told = not withheld
    by_team: Mapping[str, Table] = table.table("by_team", required=is_told).subtables()
    return Tally(
        eligible=table.required("eligible", NUMBER),
        votes=table.table("votes", required=True).entries(NUMBER),
        abstained=_unless(withheld, table, "abstained"),
        need_info=_unless(withheld, table, "need_info"),
        silent=table.required("silent", NUMBER),
        withheld=withheld,
        by_team={team: votes.entries(NUMBER) for team, votes in by_team.items()},
    )


def _unless(withheld: int, table: Table, key: str) -> int:
    return table.get(key, NUMBER, default=0) if withheld else table.required(key, NUMBER)


def _ballot(table: Table) -> LogBallot:
    return LogBallot(
        participant=table.required("participant", PARTICIPANT_ID),
        ballot=Ballot(
            choice=table.required("choice", SLUG),
            confidence=table.optional("confidence", CERTAINTY),
            reason=table.get("reason", REASON, default=""),
            today=table.optional("today", SLUG),
            proxy=table.required("proxy", FLAG),
        ),
        extra=unknown_keys(table),
    )
