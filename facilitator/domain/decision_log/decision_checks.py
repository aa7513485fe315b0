"""One decision against its own rounds, and every round against its own ballots."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from facilitator.domain.decision_log.faults import (
    Checks,
    Faults,
    Place,
    quoted,
)
from facilitator.domain.decision_log.model import (
    DecisionLog,
    LogDecision,
    LogDissent,
)
from facilitator.domain.decision_log.round_checks import (
    RoundChecks,
    toml_of,
    without_zeros,
)
from facilitator.domain.decisions import Outcome
from facilitator.domain.discussion import ClaimPattern, ClaimReading, read_claims
from facilitator.domain.rounds import Tally

_OF_ROUNDS = ("agreement", "pattern")
"""What is worked out of the rounds."""
_BINARY = 1e-9
"""How far a figure may lie from the exact one only because it is kept in binary."""


def is_rounded(found: float, exact: float) -> bool:
    """Whether a figure is the exact one, rounded to as many decimals as it has itself."""
    decimals = -int(Decimal(repr(found)).as_tuple().exponent)
    return abs(found - exact) <= float(f"0.5e-{decimals}") + _BINARY


class DecisionChecks(Checks):
    """The checks of a log's decisions."""

    def __init__(self, log: DecisionLog, faults: Faults) -> None:
        super().__init__(log, faults)
        self._rounds = RoundChecks(log, faults)

    def finish(self) -> None:
        """Note what only all decisions together tell."""
        self._rounds.finish()

    def check(self, decision: LogDecision, at: Place) -> None:
        """Note whatever is wrong with one decision, which stands at ``at``."""
        self._check_outcome(decision, at)
        self._check_support(decision, at)
        for index, dissent in enumerate(decision.dissent):
            self._check_dissent(decision, dissent, (*at, "dissent", index))
        self._check_dissenters(decision, (*at, "dissent"))
        for index, held in enumerate(decision.rounds):
            self._rounds.check(held, index, (*at, "rounds", index))
        self._check_order(decision, at)
        if decision.outcome is not Outcome.SKIPPED:
            self._check_pattern(decision, at)

    def _check_outcome(self, decision: LogDecision, at: Place) -> None:
        outcome = decision.outcome
        decided = outcome is Outcome.DECIDED
        only = {
            "driver": (decision.driver, decided),
            "agreement": (decision.agreement, decided),
            "review_on": (decision.review_on, decided or outcome is Outcome.DEFERRED),
            "pattern": (decision.pattern, outcome is not Outcome.SKIPPED),
        }
        untold = _untold(decision)
        is_told = decision.rounds or decision.how
        for key, (value, wanted) in only.items():
            is_due = wanted and key not in untold and decision.rounds and key != "pattern"
            if is_due and value is None:
                self._faults.add((*at, key), f"is missing: the task is {outcome}", f"add {key}")
            elif value is not None and wanted and key in _OF_ROUNDS and not is_told:
                told = "is told of no round: there are none"
                self._faults.add((*at, key), told, 'add the rounds, or how = "show of hands"')
            elif value is not None and not (wanted and key not in untold):
                told = untold.get(key) or f"has no place in a task that is {outcome}"
                self._faults.add((*at, key), told, "take it out")
        if outcome is Outcome.ESCALATED and not self._log.rules.approver:
            told = "is escalated, and the rules name nobody to escalate to"
            mend = 'add fallback = "escalate" and approver under [rules]'
            self._faults.add((*at, "outcome"), told, mend, alike="escalated")
        if decision.how and decision.rounds:
            told = "has no place beside rounds, which say how it was decided"
            self._faults.add((*at, "how"), told, "take it out")
        if outcome is Outcome.SKIPPED and decision.rounds:
            told = "has no place in a task that is skipped"
            self._faults.add((*at, "rounds"), told, "correct its outcome, or take them out")
        self._check_team(decision.driver, (*at, "driver"))
        if decision.review_on and is_before(decision.review_on, decision.decided_at):
            self._faults.add((*at, "review_on"), "is before the decision", "write a later day")

    def _check_dissent(self, decision: LogDecision, dissent: LogDissent, at: Place) -> None:
        self._check_team(dissent.team, (*at, "team"))
        self._check_team(dissent.position or None, (*at, "position"))
        if decision.driver is not None and dissent.position == decision.driver:
            told = "is what was decided"
            mend = "say what they wanted, or take this out"
            self._faults.add((*at, "position"), told, mend, alike=f"decided {at[:2]}")
        if dissent.name is None:
            return
        if not self._there.is_named:
            self._hide((*at, "name"), "decisions name")
        elif self._there.is_told:
            teams = {p.team for p in self._log.participants if p.name == dissent.name}
            if not teams:
                told = f"{quoted(dissent.name)} is not among the participants"
                self._faults.add((*at, "name"), told, "list them, or correct the name")
            elif dissent.team is not None and dissent.team not in teams:
                told = f"is not the team of {quoted(dissent.name)}, which is {min(teams)}"
                self._faults.add((*at, "team"), told, "correct one of the two")

    def _check_dissenters(self, decision: LogDecision, at: Place) -> None:
        """Nobody objects twice; but two people may have one name."""
        people = Counter(person.name for person in self._log.participants)
        for index, dissent in enumerate(decision.dissent):
            same = [each.name for each in decision.dissent[:index]].count(dissent.name)
            if dissent.name is not None and same >= max(1, people[dissent.name]):
                told = f"{quoted(dissent.name)} objects twice"
                self._faults.add((*at, index, "name"), told, "put both into one")

    def _check_support(self, decision: LogDecision, at: Place) -> None:
        seen = set()
        for index, given in enumerate(decision.support):
            place = (*at, "support", index)
            self._check_team(given.team, (*place, "team"))
            if given.team == decision.driver:
                told = f'"{given.team}" drives this task itself'
                self._faults.add((*place, "team"), told, "take it out", alike=f"drives {at}")
            if (given.team, given.input) in seen:
                told = f'"{given.team}" is listed twice for "{given.input}"'
                self._faults.add((*place, "input"), told, "put both into one")
            seen.add((given.team, given.input))
        if decision.support and decision.outcome is not Outcome.DECIDED:
            told = f"has no place in a task that is {decision.outcome}"
            self._faults.add((*at, "support"), told, "take it out")

    def _check_order(self, decision: LogDecision, at: Place) -> None:
        session = self._log.session
        moments: list[tuple[Place, datetime]] = [(("session", "started_at"), session.started_at)]
        for index, held in enumerate(decision.rounds):
            moments.append(((*at, "rounds", index, "opened_at"), held.opened_at))
            moments.append(((*at, "rounds", index, "closed_at"), held.closed_at))
        moments.append(((*at, "decided_at"), decision.decided_at))
        for (_, before), (place, after) in pairwise(moments):
            if after < before:
                told = f"is before what came first, {moment_text(before)}"
                self._faults.add(place, told, "correct one of the two", alike=told)
        if decision.decided_at > session.ended_at:
            told = f"is after the session's end, {moment_text(session.ended_at)}"
            self._faults.add((*at, "decided_at"), told, "correct one of the two", alike=told)

    def _check_pattern(self, decision: LogDecision, at: Place) -> None:
        if not decision.rounds:
            return
        self._check_first(decision, at)
        last = decision.rounds[-1].tally
        if decision.driver is not None and decision.agreement is not None and not last.withheld:
            share = last.share(decision.driver)
            if not is_rounded(decision.agreement, share):
                told = "the last round's votes make it"
                self._faults.expect((*at, "agreement"), decision.agreement, round(share, 4), told)

        if decision.driver is not None and not decision.rationale and not last.withheld:
            self._check_reasons(decision.driver, last, (*at, "rationale"))

    def _check_reasons(self, driver: str, last: Tally, place: Place) -> None:
        """Whatever else than the votes have led to is decided with a reason."""
        required = self._log.rules.agreement_required
        if last.leader != driver:
            why = "most votes were for another team" if last.leader else "no team had most votes"
        elif not last.meets(required):
            why = f"fewer than {required:.0%} of the votes agree"
        else:
            return
        mend = "say why it was decided so"
        self._faults.add(place, f"is missing: {why}", mend, alike=f"rationale {why}")

    def _check_first(self, decision: LogDecision, at: Place) -> None:
        """What is said of the first round of which anything is told."""
        absent: bool | None = False
        if decision.told and not self._there.is_told:
            absent = None
        if decision.told:
            first = without_zeros(decision.told[0].tally)
            reading = read_claims(first, frozenset(self._there.by_team))
            if decision.pattern is not None and (first.by_team or not self._there.is_named):
                told = "the first round's votes make it"
                self._faults.expect((*at, "pattern"), decision.pattern, reading.pattern, told)
            if self._there.is_told:
                absent = self._is_driver_absent(first, reading)
        if absent is not None and decision.driver_absent != absent:
            told = f"is {toml_of(decision.driver_absent)}, but the first round says otherwise"
            self._faults.add((*at, "driver_absent"), told, f"write {toml_of(absent)}")

    def _is_driver_absent(self, first: Tally, reading: ClaimReading) -> bool | None:
        """What ``driver_absent`` must be; None when its team may have come after that round."""
        if reading.pattern is not ClaimPattern.AGREED or reading.driver_absent:
            return reading.driver_absent
        everybody = first.eligible == sum(self._there.by_team.values())
        has_voted = any(position in first.by_team for position in reading.positions.values())
        return False if everybody or has_voted else None


def _untold(decision: LogDecision) -> dict[str, str]:
    """The figures that can't be had, because of a round nothing is told; and why."""
    if not decision.rounds:
        return {}
    untold = {}
    if decision.rounds[-1].tally.withheld:
        untold["agreement"] = "can't be had: nothing is told of the last round"
    if not decision.told:
        untold["pattern"] = "can't be had: nothing is told of any round"
    return untold


def is_before(day: date, moment: datetime) -> bool:
    """Whether a day was over at a moment everywhere: west of Greenwich it is the day before."""
    return (moment.date() - day).days > 1


def moment_text(moment: datetime) -> str:
    """A moment as the file has it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
