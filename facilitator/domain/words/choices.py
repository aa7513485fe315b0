"""What can be chosen, as people read it: answers on a ballot, and what teams give to a driver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from facilitator.domain.agenda import InputKind, Rules, Support, Team
from facilitator.domain.rounds import ABSTAIN, NEED_INFO, NOBODY, UNCLEAR, Tally
from facilitator.domain.words.figures import counted, required

CHOICES: Mapping[str, str] = {
    ABSTAIN: "Abstain",
    NEED_INFO: "Need to know more",
    NOBODY: "Nobody",
    UNCLEAR: "Unclear",
}
"""What can be answered besides a team: on a ballot, and to who drives a task today."""

CHOSEN: Mapping[str, str] = {ABSTAIN: "abstained", NEED_INFO: "needs to know more"}
"""What is said of somebody whose ballot names no team."""


def choice_label(choice: str, teams: Mapping[str, str]) -> str:
    """What a choice is called; ``teams`` gives names by id, without one the id stands."""
    return CHOICES.get(choice) or teams.get(choice, choice)


def without_team(tally: Tally) -> list[str]:
    """Those of a round who named no team, counted: abstained, in need of more, silent, withheld."""
    needs = "needs" if tally.need_info == 1 else "need"
    parts = (
        (tally.abstained, "abstained"),
        (tally.need_info, f"{needs} to know more"),
        (tally.silent, "silent"),
        (tally.withheld, "withheld"),
    )
    return [f"{number} {words}" for number, words in parts if number]


@dataclass(frozen=True, slots=True)
class InputWords:
    """A kind of input: what a team that owes it does, and what that means for the driver."""

    verb: str
    meaning: str


INPUTS: Mapping[InputKind, InputWords] = {
    InputKind.INFORM: InputWords("informs", "tells the driver what it knows, unasked"),
    InputKind.CONSULT: InputWords("is consulted", "is asked before the driver decides"),
    InputKind.REVIEW: InputWords("reviews", "reads a draft and says what is wrong with it"),
    InputKind.CONTRIBUTE: InputWords("contributes", "does a part of the work"),
    InputKind.APPROVE: InputWords("approves", "has to say yes before it goes out"),
}


def support_sentence(team: Team, given: Support) -> str:
    """What a team owes to the driver: "Sales informs: what rivals claimed · every month"."""
    return gives(team.name, given.input, given.detail, given.when)


def gives(team: str, kind: InputKind, *terms: str) -> str:
    """What a team of that name gives to a driver, on which terms as far as there are any."""
    text = " · ".join(filter(None, terms))
    return f"{team} {INPUTS[kind].verb}" + (f": {text}" if text else "")


def rules_sentence(rules: Rules) -> str:
    """The rule as it was fixed before the vote."""
    otherwise = f"escalate to {rules.approver}" if rules.approver else "defer"
    return (
        f"Decided when {required(rules.agreement_required)} of the votes name one team. "
        f"At most {counted(rules.max_rounds, 'round')}, then {otherwise}."
    )
