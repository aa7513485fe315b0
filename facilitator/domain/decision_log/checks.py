"""A decision log against itself, and against the log of the session that it follows."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.domain.agenda import Attribution
from facilitator.domain.agreement import agreement_a, consensus, median
from facilitator.domain.decision_log.decision_checks import DecisionChecks, is_rounded, moment_text
from facilitator.domain.decision_log.faults import Fault, Faults, Place
from facilitator.domain.decision_log.model import (
    Commitment,
    DecisionLog,
    LogDecision,
    LogStatus,
    Rating,
)
from facilitator.domain.decision_log.verdicts import verdict_between
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat

_FISTS = 5
"""A fist of five is counted from one finger to five."""
_LEAST_SCALE_FOR_A = 3


def check_log(log: DecisionLog, earlier: DecisionLog | None = None) -> tuple[Fault, ...]:
    """Everything in a log that contradicts itself, in the order of the file.

    ``earlier`` is the log of the session that it follows, where there is one at hand; a log of any
    other session is left aside.
    """
    faults = Faults()
    _check_session(log, faults)
    _check_people(log, faults)
    checks = DecisionChecks(log, faults)
    _check_unique([each.task for each in log.decisions], ("decisions",), "task", faults)
    for index, decision in enumerate(log.decisions):
        checks.check(decision, ("decisions", index))
        _check_succession(log, decision, ("decisions", index), faults)
        if earlier is not None and earlier.session.id == log.session.follows:
            _check_against(earlier, decision, ("decisions", index), faults)
    _check_ratings(log, faults)
    _check_shortlist(log, faults)
    _check_commitments(log, earlier, faults)
    _check_parking_lot(log, faults)
    _check_close(log, faults)
    _check_amendments(log, faults)
    if earlier is not None:
        _check_sequence(log, earlier, faults)
    return tuple(faults.found)


def _check_session(log: DecisionLog, faults: Faults) -> None:
    session = log.session
    if session.ended_at < session.started_at:
        faults.add(("session", "ended_at"), "is before started_at", "correct one of the two")
    if session.follows == session.id:
        faults.add(("session", "follows"), "is this session itself", "name the earlier one")


def _check_people(log: DecisionLog, faults: Faults) -> None:
    teams = [team.id for team in log.teams]
    _check_unique(teams, ("teams",), "id", faults)
    named = log.session.attribution is Attribution.NAMED
    _check_unique([p.id for p in log.participants], ("participants",), "id", faults)
    names = [p.name.casefold() if p.name else None for p in log.participants]
    _check_unique(names, ("participants",), "name", faults)
    for index, person in enumerate(log.participants):
        at = ("participants", index)
        for key, value in (("id", person.id), ("name", person.name)):
            if named and value is None:
                faults.add((*at, key), "is missing: votes are named here", f"add {key}")
            elif value is not None and not named:
                faults.add((*at, key), "has no place in an anonymous session", "take it out")
        if person.seat is Seat.FACILITATOR:
            told = "facilitators stand in session.facilitators alone"
            faults.add((*at, "seat"), told, "take this participant out")
        _check_known(person.team, teams, (*at, "team"), faults)


def _check_succession(log: DecisionLog, decision: LogDecision, at: Place, faults: Faults) -> None:
    if decision.supersedes is not None:
        if decision.outcome is not Outcome.DECIDED:
            told = f"has no place in a task that is {decision.outcome}"
            faults.add((*at, "supersedes"), told, "take it out")
        if decision.supersedes == log.session.id:
            faults.add((*at, "supersedes"), "is this session itself", "name the earlier one")
    if decision.verdict is not None and log.session.follows is None:
        told = "compares with an earlier session, and session.follows names none"
        faults.add((*at, "verdict"), told, "add session.follows, or take the verdict out")


def _check_against(earlier: DecisionLog, decision: LogDecision, at: Place, faults: Faults) -> None:
    older = earlier.decision(decision.task)
    was_decided = older is not None and older.outcome is Outcome.DECIDED
    if decision.supersedes == earlier.session.id and not was_decided:
        told = f"that session did not decide {_quoted(decision.task)}"
        faults.add((*at, "supersedes"), told, "take it out")
    verdict = verdict_between(older, decision)
    if decision.verdict is not None and decision.verdict is not verdict:
        told = f"is {decision.verdict}, but the earlier log makes it {verdict or 'none'}"
        faults.add(
            (*at, "verdict"), told, f"write {_quoted(verdict)}" if verdict else "take it out"
        )


def _check_sequence(log: DecisionLog, earlier: DecisionLog, faults: Faults) -> None:
    follows = log.session.follows == earlier.session.id
    if follows and log.session.started_at < earlier.session.ended_at:
        told = f"that session ended only at {moment_text(earlier.session.ended_at)}"
        faults.add(("session", "follows"), told, "correct one of the two")


def _check_ratings(log: DecisionLog, faults: Faults) -> None:
    teams = [team.id for team in log.teams]
    keys = [f"{rating.step} {rating.statement}" for rating in log.ratings]
    _check_unique(keys, ("ratings",), "statement", faults)
    for index, rating in enumerate(log.ratings):
        at = ("ratings", index)
        for team in rating.by_team:
            _check_known(team, teams, (*at, "by_team", team), faults)
        if _has_scale(rating, at, faults):
            _check_figures(rating, at, faults)
            is_named = log.session.attribution is Attribution.NAMED
            _check_team_counts(rating, at, faults, is_named=is_named)


def _has_scale(rating: Rating, at: Place, faults: Faults) -> bool:
    """Whether there is one count for each category, overall and per team."""
    counts = {("counts",): rating.counts}
    counts.update({("by_team", team): found for team, found in rating.by_team.items()})  # type: ignore[misc]
    wrong = [place for place, found in counts.items() if len(found) != rating.scale]
    for place in wrong:
        told = f"has {len(counts[place])} counts for a scale of {rating.scale}"
        faults.add((*at, *place), told, "give one for each category")
    return not wrong


def _check_figures(rating: Rating, at: Place, faults: Faults) -> None:
    has_a = rating.scale >= _LEAST_SCALE_FOR_A
    expected = {
        "median": (rating.median, median(rating.counts)),
        "consensus": (rating.consensus, consensus(rating.counts)),
        "agreement": (rating.agreement, agreement_a(rating.counts) if has_a else None),
    }
    for key, (found, exact) in expected.items():
        if found is None and exact is not None:
            faults.add((*at, key), "is missing", f"add {key} = {round(exact, 4)}")
        elif found is not None and exact is None:
            faults.add((*at, key), "can't be had from these counts", "take it out")
        elif found is not None and exact is not None and not is_rounded(found, exact):
            faults.expect((*at, key), found, round(exact, 4), "the counts make it")


def _check_team_counts(rating: Rating, at: Place, faults: Faults, *, is_named: bool) -> None:
    for index, total in enumerate(rating.counts):
        summed = sum(counts[index] for counts in rating.by_team.values())
        if summed > total or (is_named and rating.by_team and summed < total):
            told = f"adds up to {summed} for category {index + 1}, where counts has {total}"
            faults.add((*at, "by_team"), told, "correct one of the two")


def _check_shortlist(log: DecisionLog, faults: Faults) -> None:
    _check_unique([entry.task for entry in log.shortlist], ("shortlist",), "task", faults)
    for index, entry in enumerate(log.shortlist):
        at = ("shortlist", index)
        if entry.people > entry.dots or (entry.dots and not entry.people):
            told = f"{entry.people} people can't have placed {entry.dots} dots"
            faults.add((*at, "people"), told, "correct one of the two")
        if entry.taken:
            _check_reached(log, entry.task, (*at, "task"), faults)


def _check_commitments(log: DecisionLog, earlier: DecisionLog | None, faults: Faults) -> None:
    teams = [team.id for team in log.teams]
    _check_unique([promise.id for promise in log.commitments], ("commitments",), "id", faults)
    for index, promise in enumerate(log.commitments):
        at = ("commitments", index)
        _check_known(promise.giver, teams, (*at, "from"), faults)
        _check_known(promise.receiver, teams, (*at, "to"), faults)
        if promise.giver == promise.receiver:
            faults.add((*at, "to"), "is the team that promises", "name the one that receives")
        if promise.carried_from is not None:
            _check_carried(promise, log, earlier, (*at, "carried_from"), faults)


def _check_carried(
    promise: Commitment,
    log: DecisionLog,
    earlier: DecisionLog | None,
    place: Place,
    faults: Faults,
) -> None:
    if promise.carried_from == log.session.id:
        faults.add(place, "is this session itself", "take it out")
    if earlier is None or promise.carried_from != earlier.session.id:
        return
    if promise.id not in {older.id for older in earlier.commitments}:
        faults.add(place, f"that session has no commitment {_quoted(promise.id)}", "correct it")


def _check_parking_lot(log: DecisionLog, faults: Faults) -> None:
    named = log.session.attribution is Attribution.NAMED
    for index, item in enumerate(log.parking_lot):
        at = ("parking_lot", index)
        if item.raised_by is not None and not named:
            told = "has no place in an anonymous session"
            faults.add((*at, "raised_by"), told, "take it out")
        if item.became is not None:
            _check_reached(log, item.became, (*at, "became"), faults)


def _check_close(log: DecisionLog, faults: Faults) -> None:
    if log.close is None:
        return
    for key, counts in (("plan", log.close.plan), ("return_on_time", log.close.return_on_time)):
        if len(counts) != _FISTS:
            told = f"has {len(counts)} counts for a fist of five"
            faults.add(("close", key), told, "give five, from one finger to five")


def _check_amendments(log: DecisionLog, faults: Faults) -> None:
    latest = log.session.ended_at
    for index, amendment in enumerate(log.amendments):
        if amendment.at < latest:
            told = f"is before what came first, {moment_text(latest)}"
            faults.add(("amendments", index, "at"), told, "correct one of the two")
        latest = max(latest, amendment.at)


def _check_reached(log: DecisionLog, task: str, place: Place, faults: Faults) -> None:
    """A task that a complete session took up must be among its decisions."""
    if log.session.status is LogStatus.COMPLETE and log.decision(task) is None:
        told = f"{_quoted(task)} is not among the decisions of this complete session"
        faults.add(place, told, "add its decision, or correct the task")


def _check_known(team: str, teams: list[str], place: Place, faults: Faults) -> None:
    if team not in teams:
        told = f"{_quoted(team)} is not one of the teams"
        faults.add(place, told, "list it under [[teams]], or correct it")


def _check_unique(values: Iterable[str | None], at: Place, key: str, faults: Faults) -> None:
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        if value is not None and value in first:
            told = f"is the same as in {at[0]}[{first[value]}]"
            faults.add((*at, index, key), told, "keep one of the two")
        elif value is not None:
            first[value] = index


def _quoted(text: str) -> str:
    return f'"{text}"'
