"""Who was there, as a log tells it: what its rounds, ratings and objections are held against."""

from __future__ import annotations

from collections import Counter

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.people import Seat


class Attendance:
    """The teams and the voters of one log.

    ``voters`` are teams by voters' ids; ``is_told`` is whether the log says who was there at all:
    where it doesn't, nothing is held against that.
    """

    def __init__(self, log: DecisionLog) -> None:
        seated = [person for person in log.participants if person.seat is Seat.VOTER]
        ids = [person.id for person in seated if person.id is not None]
        self.is_named = log.session.attribution is Attribution.NAMED
        self.is_told = bool(log.participants)
        self.teams = frozenset(team.id for team in log.teams)
        self.voters = {person.id: person.team for person in seated if person.id is not None}
        self.by_team = Counter(person.team for person in seated)
        self.are_told_apart = len(ids) == len(self.voters)
