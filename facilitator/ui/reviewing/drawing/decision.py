"""One decision: who drives, who helps and how, why, against whose objection."""

from __future__ import annotations

from facilitator.domain.days import day_of
from facilitator.domain.decision_log import DecisionLog, LogDecision, LogDissent, LogSupport
from facilitator.domain.decisions import Outcome
from facilitator.domain.words.choices import INPUTS
from facilitator.domain.words.figures import counted, day
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.reviewing.drawing.rounds import round_lines
from facilitator.ui.reviewing.drawing.words import (
    GOOD,
    PATTERNS,
    QUIET,
    detail_said,
    labelled,
    share_said,
    team,
)
from facilitator.ui.widgets.lines import BLANK, Lines, flowing, paragraph, say


def decision_lines(
    log: DecisionLog, decision: LogDecision, width: int, *, rounds: bool = False
) -> Lines:
    """A decision with its reasons, or with its ``rounds`` in their place."""
    lines = [*paragraph(decision.title, width, "bold"), *_outcome(log, decision, width)]
    if rounds and decision.rounds:
        return [*lines, BLANK, *round_lines(log, decision, width)]
    lines += flowing(_facts(log, decision), width, QUIET)
    lines += reason_lines(log, decision, width)
    if decision.rounds:
        told = f"Enter shows {counted(len(decision.rounds), 'round')}, with the reasons given."
        lines += [BLANK, *paragraph(told, width, QUIET)]
    return lines


def _outcome(log: DecisionLog, decision: LogDecision, width: int) -> Lines:
    if decision.outcome is not Outcome.DECIDED:
        return [say(str(OUTCOME_SIGNS[decision.outcome]), "bold $text-warning")]
    owner = f", {decision.owner} answers for it" if decision.owner else ""
    driver = team(log.team_names, decision.driver)
    return paragraph(f"✔ {driver} drives{owner}", width, f"bold {GOOD}")


def _facts(log: DecisionLog, decision: LogDecision) -> list[str]:
    facts = [] if decision.verdict is None else [f"{decision.verdict} since the session before"]
    if decision.agreement is not None:
        needed = share_said(log.rules.agreement_required)
        facts.append(f"agreement {share_said(decision.agreement)}, {needed} required")
    if decision.pattern is not None:
        absent = ", nobody of its driver's team there" if decision.driver_absent else ""
        which = decision.pattern_round
        vote = "first vote" if which == 1 else f"vote {which}"
        facts.append(f"{vote} {decision.pattern}: {PATTERNS[decision.pattern]}{absent}")
    facts.append(f"recorded {day(day_of(decision.decided_at))}")
    if decision.how:
        facts.append(f"taken by {decision.how}")
    if decision.review_on is not None:
        facts.append(f"review on {day(decision.review_on)}")
    if decision.phase is not None:
        facts.append(f"{decision.phase} phase")
    if decision.supersedes is not None:
        facts.append(f"replaces {decision.supersedes}")
    return facts


def reason_lines(log: DecisionLog, decision: LogDecision, width: int) -> Lines:
    """The rationale, the support and the objections, each behind its word."""
    lines: Lines = []
    if decision.rationale:
        lines += labelled("Why", decision.rationale, width)
    for place, given in enumerate(decision.support):
        lines += labelled("Support" if not place else "", _support(log, given), width)
    for place, objection in enumerate(decision.dissent):
        lines += labelled("Dissent" if not place else "", _dissent(log, objection), width)
    return [BLANK, *lines] if lines else []


def _support(log: DecisionLog, given: LogSupport) -> str:
    gives = f"{team(log.team_names, given.team)} {INPUTS[given.input].verb}"
    return f"{gives}: {detail_said(given)}" if given.terms else gives


def _dissent(log: DecisionLog, objection: LogDissent) -> str:
    whose = f" ({team(log.team_names, objection.team)})" if objection.team else ""
    wanted = f"wanted {team(log.team_names, objection.position)}"
    told = f"{objection.name or 'Somebody'}{whose} {wanted if objection.position else 'objected'}"
    told += f": “{objection.reason}”" if objection.reason else ""
    if objection.would_change:
        told += f" Would change that mind: {objection.would_change}"
    return told
