"""The tables of a log that not every session fills, against themselves and the rest of the log."""

from __future__ import annotations

from facilitator.domain.anonymity import FEWEST_TOLD
from facilitator.domain.decision_log.decision_checks import is_before, is_rounded
from facilitator.domain.decision_log.faults import (
    Checks,
    Place,
    check_unique,
    quoted,
)
from facilitator.domain.decision_log.model import (
    LogStatus,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.rounds import LEAST_SCALE_FOR_A, agreement_a, consensus, median

_FISTS = 5
"""A fist of five is counted from one finger to five."""
_FIVE = "give five, from one finger to five"


class TableChecks(Checks):
    """The checks of those tables."""

    def check(self) -> None:
        """Note whatever is wrong, in the order of the file."""
        self._check_ratings()
        self._check_shortlist()
        self._check_commitments()
        self._check_parking_lot()
        self._check_close()

    def _check_ratings(self) -> None:
        keys = [f"{rating.step} {rating.statement}" for rating in self._log.ratings]
        check_unique(keys, ("ratings",), "statement", self._faults)
        for index, rating in enumerate(self._log.ratings):
            at = ("ratings", index)
            for team in rating.by_team:
                self._check_team(team, (*at, "by_team", team))
            if self._has_scale(rating, at):
                self._check_figures(rating, at)
                self._check_heads(sum(rating.counts), (*at, "counts"))
                self._check_team_counts(rating, at)
                self._check_teams_rating(rating, at)

    def _has_scale(self, rating: Rating, at: Place) -> bool:
        """Whether there is one count for each category, overall and per team."""
        counts: dict[Place, tuple[int, ...]] = {("counts",): rating.counts}
        counts.update({("by_team", team): found for team, found in rating.by_team.items()})
        wrong = [place for place, found in counts.items() if len(found) != rating.scale]
        if len({len(found) for found in counts.values()}) == 1:
            wrong = wrong[:1]  # it is the scale
        for place in wrong:
            told = f"has {len(counts[place])} counts for a scale of {rating.scale}"
            self._faults.add((*at, *place), told, "give one for each category")
        return not wrong

    def _check_figures(self, rating: Rating, at: Place) -> None:
        has_a = rating.scale >= LEAST_SCALE_FOR_A
        expected = {
            "median": (rating.median, median(rating.counts)),
            "consensus": (rating.consensus, consensus(rating.counts)),
            "agreement": (rating.agreement, agreement_a(rating.counts) if has_a else None),
        }
        for key, (found, exact) in expected.items():
            place = (*at, key)
            if found is None and exact is not None:
                self._faults.add(place, "is missing", f"add {key} = {round(exact, 4)}")
            elif found is not None and exact is None:
                self._faults.add(place, "can't be had from these counts", "take it out")
            elif found is not None and exact is not None and not is_rounded(found, exact):
                self._faults.expect(place, found, round(exact, 4), "the counts make it")

    def _check_team_counts(self, rating: Rating, at: Place) -> None:
        for index, total in enumerate(rating.counts):
            summed = sum(counts[index] for counts in rating.by_team.values())
            if summed > total or (self._there.is_named and rating.by_team and summed < total):
                told = f"adds up to {summed} for category {index + 1}, where counts has {total}"
                self._faults.add((*at, "by_team"), told, "correct one of the two")

    def _check_teams_rating(self, rating: Rating, at: Place) -> None:
        """No team has more ratings than voters, nor figures that would give somebody away."""
        for team, counts in rating.by_team.items():
            place = (*at, "by_team", team)
            voters = self._there.by_team[team] if self._there.is_told else sum(counts)
            if not self._there.is_named and voters < FEWEST_TOLD:
                told = "is a team too small for its figures to be kept"
                self._faults.add(place, told, "take it out", alike=f"small {team}")
            elif self._there.is_told and sum(counts) > self._there.by_team[team]:
                told = f"has more ratings than the {self._there.by_team[team]} voters of that team"
                self._faults.add(place, told, "correct the figures", alike=f"votes of {team}")

    def _check_shortlist(self) -> None:
        check_unique(
            [each.task for each in self._log.shortlist], ("shortlist",), "task", self._faults
        )
        for index, entry in enumerate(self._log.shortlist):
            at = ("shortlist", index)
            self._check_dots(entry, at)
            if entry.taken:
                self._check_reached(entry.task, (*at, "task"))

    def _check_dots(self, entry: ShortlistEntry, at: Place) -> None:
        """Dots and people, which stand beside each other; of few people neither is told."""
        if entry.dots is None or entry.people is None:
            missing = [key for key in ("dots", "people") if getattr(entry, key) is None]
            if self._there.is_named or len(missing) == 1:
                for key in missing:
                    told, mend = "is missing", f"add {key}"
                    self._faults.add((*at, key), told, mend, alike=f"missing {key}")
            return
        if entry.people > entry.dots or (entry.dots and not entry.people):
            told = f"{entry.people} people can't have placed {entry.dots} dots"
            self._faults.add((*at, "people"), told, "correct one of the two")
        self._check_heads(entry.people, (*at, "people"))

    def _check_commitments(self) -> None:
        promises, began = self._log.commitments, self._log.session.started_at
        check_unique([promise.id for promise in promises], ("commitments",), "id", self._faults)
        for index, promise in enumerate(promises):
            at = ("commitments", index)
            self._check_team(promise.giver, (*at, "from"))
            self._check_team(promise.receiver, (*at, "to"))
            if promise.giver == promise.receiver:
                told = "is the team that promises"
                self._faults.add((*at, "to"), told, "name the one that receives")
            if promise.carried_from == self._log.session.id:
                self._faults.add((*at, "carried_from"), "is this session itself", "take it out")
            elif promise.carried_from is None and promise.due and is_before(promise.due, began):
                told = f"is before the session that made it, {began.date()}"
                self._faults.add((*at, "due"), told, "correct the day", alike="due")

    def _check_person(self, name: str, place: Place) -> None:
        people = {person.name for person in self._log.participants}
        if name not in people and name not in self._log.session.facilitators:
            told = f"{quoted(name)} is not among those who were there"
            self._faults.add(place, told, "list them, or correct the name", alike=f"who {name}")

    def _check_parking_lot(self) -> None:
        for index, item in enumerate(self._log.parking_lot):
            at = ("parking_lot", index)
            if item.raised_by is not None and not self._there.is_named:
                self._hide((*at, "raised_by"), "raised_by")
            elif item.raised_by is not None and self._there.is_told:
                self._check_person(item.raised_by, (*at, "raised_by"))
            if item.became is not None:
                self._check_reached(item.became, (*at, "became"))

    def _check_close(self) -> None:
        close = self._log.close
        if close is None:
            return
        is_told = close.plan or close.return_on_time
        for key, counts in (("plan", close.plan), ("return_on_time", close.return_on_time)):
            if not counts and (self._there.is_named or not is_told):
                self._faults.add(("close", key), "is missing", _FIVE)
            elif counts and len(counts) != _FISTS:
                told = f"has {len(counts)} counts for a fist of five"
                self._faults.add(("close", key), told, _FIVE)
            self._check_heads(sum(counts), ("close", key))

    def _check_heads(self, found: int, place: Place) -> None:
        """No more people can have answered than there are voters."""
        voters = self._there.by_team.total()
        if self._there.is_told and found > voters:
            told = f"counts {found} people, but only {voters} of the participants are voters"
            mend = "list everybody, or correct it"
            self._faults.add(place, told, mend, alike=f"too few: {voters}")

    def _check_reached(self, task: str, place: Place) -> None:
        """A task that a complete session took up must be among its decisions."""
        is_complete = self._log.session.status is LogStatus.COMPLETE
        if is_complete and self._log.decision(task) is None:
            told = f"{quoted(task)} is not among the decisions of this complete session"
            self._faults.add(place, told, "add its decision, or correct the task")
