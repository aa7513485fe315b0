"""An agenda as the document that describes it: the keys of the TOML format, plain values."""

from __future__ import annotations

from typing import Any

from facilitator.domain.agenda import (
    KINDS,
    Agenda,
    Brief,
    Close,
    Commit,
    ContestedTask,
    FollowUp,
    Rate,
    Rules,
    Shortlist,
    Step,
    Suggestion,
    Team,
)
from facilitator.storage.agenda_toml import FORMAT

Document = dict[str, Any]


def agenda_document(agenda: Agenda) -> Document:
    """The agenda with every default spelt out and nothing empty, fit for JSON and for TOML.

    Reading it back gives the same agenda but for the digest, which is of a file's bytes.
    """
    return _filled(
        {
            "format": FORMAT,
            "id": agenda.id,
            "title": agenda.title,
            "summary": agenda.summary,
            "rules": _rules(agenda.rules),
            "teams": [_team(team) for team in agenda.teams],
            "steps": [_step(step) for step in agenda.steps],
        }
    )


def _filled(document: Document) -> Document:
    """Without the keys whose value is absent or empty; false and 0 stay."""
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def _rules(rules: Rules) -> Document:
    return _filled(
        {
            "attribution": rules.attribution.value,
            "agreement_required": rules.agreement_required,
            "max_rounds": rules.max_rounds,
            "review_after_days": rules.review_after_days,
            "fallback": rules.fallback.value,
            "approver": rules.approver,
        }
    )


def _team(team: Team) -> Document:
    return _filled({"id": team.id, "name": team.name, "short": team.short, "purpose": team.purpose})


def _step(step: Step) -> Document:
    common = {
        "kind": KINDS[type(step)],
        "id": step.id,
        "title": step.title,
        "minutes": step.minutes,
        "notes": step.notes,
    }
    return _filled(common | _particulars(step))


def _particulars(step: Step) -> Document:
    """What only a step of that kind has."""
    match step:
        case Brief():
            return {"text": step.text}
        case Rate():
            return _rate(step)
        case Shortlist():
            return {"dots": step.dots, "keep": step.keep, "from": list(step.tasks)}
        case ContestedTask():
            return _task(step)
        case Commit():
            return _commit(step)
        case FollowUp() | Close():
            return {}


def _rate(step: Rate) -> Document:
    statements = [
        _filled({"id": each.id, "text": each.text, "team": each.team, "tasks": list(each.tasks)})
        for each in step.statements
    ]
    return {"question": step.question, "scale": list(step.scale), "statements": statements}


def _task(step: ContestedTask) -> Document:
    return {
        "question": step.question,
        "background": step.background,
        "phase": step.phase and step.phase.value,
        "candidates": list(step.candidates),
        "market_facing": step.market_facing,
        "ask_today": step.ask_today,
        "source": step.source,
        "suggested": step.suggested and _suggestion(step.suggested),
    }


def _suggestion(suggestion: Suggestion) -> Document:
    support = [
        {
            "team": each.team,
            "input": each.input.value,
            "detail": each.detail,
            "when": each.when,
        }
        for each in suggestion.support
    ]
    return _filled({"driver": suggestion.driver, "because": suggestion.because, "support": support})


def _commit(step: Commit) -> Document:
    proposals = [
        {"id": each.id, "from": each.giver, "to": each.receiver, "text": each.text}
        for each in step.proposals
    ]
    return {"proposals": proposals}
