"""Rounds as the log tells them where somebody's team was corrected after they had voted.

The log names one team for each person, so every figure by team has to fit that. Where votes are
named, rounds are told as if the team had been right from the start. Where they are anonymous that
would give the vote away, as the difference to what the room saw: there the figures of a team that
somebody has left are not kept, nor what could then be had by subtraction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from facilitator.domain.agenda import Attribution
from facilitator.domain.claims import teams_shown
from facilitator.domain.state import Session


def with_teams_corrected(state: Session) -> Session:
    """The session with today's teams in every round, where votes are named."""
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        return state
    records = {
        step: replace(
            record,
            rounds=tuple(
                replace(r, electorate=teams_now(state, r.electorate)) for r in record.rounds
            ),
        )
        for step, record in state.records.items()
    }
    item_rounds = {
        step: tuple(replace(r, electorate=teams_now(state, r.electorate)) for r in rounds)
        for step, rounds in state.item_rounds.items()
    }
    return replace(state, records=records, item_rounds=item_rounds)


def teams_kept(state: Session, electorate: Mapping[str, str]) -> frozenset[str]:
    """The teams whose figures of a round with this electorate the log may hold."""
    if state.agenda.rules.attribution is Attribution.NAMED:
        return frozenset(electorate.values())
    now = teams_now(state, electorate)
    left = {team for voter, team in electorate.items() if now[voter] != team}
    return (teams_shown(electorate) & teams_shown(now)) - left


def teams_now(state: Session, electorate: Mapping[str, str]) -> dict[str, str]:
    """The same people by the teams that they are in by now."""
    return {voter: state.participants[voter].team or team for voter, team in electorate.items()}
