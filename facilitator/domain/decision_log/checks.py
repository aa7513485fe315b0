"""A decision log against itself, and against the logs of sessions before it."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.agenda import Fallback
from facilitator.domain.anonymity import FEWEST_TOLD
from facilitator.domain.decision_log import model
from facilitator.domain.decision_log.decision_checks import DecisionChecks
from facilitator.domain.decision_log.faults import Checks, Fault, Faults, Place, is_before, quoted
from facilitator.domain.decision_log.model import DecisionLog, LogDecision, moment_text
from facilitator.domain.decisions import CommitmentStatus, Outcome, Verdict, verdict_between
from facilitator.domain.people import Seat
from facilitator.domain.rounds import LEAST_SCALE_FOR_A, agreement_a, consensus, median

DIGEST_PREFIX = "sha256:"
_FISTS = 5
"""A fist of five is counted from one finger to five."""
_FIVE = "give five, from one finger to five"


def check_log(log: DecisionLog, *before: DecisionLog) -> tuple[Fault, ...]:
    """Everything in a log that contradicts itself, or the logs of earlier sessions.

    Those are given as far as they are at hand: see :func:`check_against`.
    """
    faults = Faults()
    _check_session(log, faults)
    _PeopleChecks(log, faults).check()
    checks = DecisionChecks(log, faults)
    at_hand = {each.session.id for each in before}
    faults.expect_unique([each.task for each in log.decisions], "decisions", "task")
    for index, decision in enumerate(log.decisions):
        checks.check(decision, ("decisions", index))
        _check_succession(log, decision, ("decisions", index), faults)
        if log.session.follows not in at_hand:
            _check_replaced(decision, ("decisions", index, "supersedes"), faults)
    checks.finish()
    _TableChecks(log, faults).check()
    _check_amendments(log, faults)
    return (*faults.found, *check_against(log, *before))


def _check_session(log: DecisionLog, faults: Faults) -> None:
    session = log.session
    if session.agenda_digest and not session.agenda_digest.startswith(DIGEST_PREFIX):
        text = "is not the digest of an agenda's file"
        mend = f'write it like "{DIGEST_PREFIX}…", or take it out'
        faults.add(("session", "agenda_digest"), text, mend)
    if session.ended_at < session.started_at:
        faults.add(("session", "ended_at"), "is before started_at", "correct one of the two")
    if session.follows == session.id:
        faults.add(("session", "follows"), "is this session itself", "name the earlier one")
    if log.rules.fallback is Fallback.ESCALATE and not log.rules.approver:
        text = "is missing: what nobody agrees on is escalated here"
        faults.add(("rules", "approver"), text, 'say to whom: add approver = "…"')
    elif log.rules.fallback is Fallback.DEFER and log.rules.approver:
        text = f"has no place where the fallback is {log.rules.fallback}"
        faults.add(("rules", "approver"), text, 'write fallback = "escalate", or take it out')


class _PeopleChecks(Checks):
    """The checks of a log's teams and of who was there."""

    def check(self) -> None:
        """Note whatever is wrong with them."""
        teams, people = self._log.teams, self._log.participants
        self._faults.expect_unique([team.id for team in teams], "teams", "id")
        self._faults.expect_unique([team.name.casefold() for team in teams], "teams", "name")
        self._faults.expect_unique([person.id for person in people], "participants", "id")
        if self._there.has_ballots and not people:
            text = "are missing, and ballots name them"
            self._faults.add(("participants",), text, "list who voted, with id, name and team")
        for index, person in enumerate(people):
            at = ("participants", index)
            self._check_named("id", person.id, at)
            self._check_named("name", person.name, at)
            if person.seat is Seat.FACILITATOR:
                text = "facilitators stand in session.facilitators alone"
                self._faults.add((*at, "seat"), text, "take this participant out")
            self._check_team(person.team, (*at, "team"))

    def _check_named(self, key: str, value: str | None, at: Place) -> None:
        """Who took part stands there by name where votes are named, and only there."""
        if value is not None and not self._there.is_named:
            self._hide((*at, key), key)
        elif value is None and self._there.is_named and (self._there.has_ballots or key == "name"):
            text = "is missing: votes are named here"
            self._faults.add((*at, key), text, f"add {key}", alike=f"named {key}")


def _check_succession(log: DecisionLog, decision: LogDecision, at: Place, faults: Faults) -> None:
    if decision.supersedes is not None:
        if decision.outcome is not Outcome.DECIDED:
            text = f"has no place in a task that is {decision.outcome}"
            faults.add((*at, "supersedes"), text, "take it out")
        if decision.supersedes == log.session.id:
            faults.add((*at, "supersedes"), "is this session itself", "name the earlier one")
    if decision.verdict is not None and log.session.follows is None:
        text = "compares with an earlier session, and session.follows names none"
        faults.add((*at, "verdict"), text, "add session.follows, or take the verdict out")


def _check_replaced(decision: LogDecision, place: Place, faults: Faults) -> None:
    """What is told by the verdict alone, where the session before is not at hand."""
    is_after = decision.verdict in (Verdict.REAFFIRMED, Verdict.REVERSED)
    if is_after and decision.supersedes is None:
        text = f"is missing: what is {decision.verdict} was decided before"
        faults.add(place, text, "name the session that decided it")


def _check_amendments(log: DecisionLog, faults: Faults) -> None:
    latest = log.session.ended_at
    told_once = [f"{each.at} {each.by} {each.what}" for each in log.amendments]
    faults.expect_unique(told_once, "amendments", "what")
    for index, amendment in enumerate(log.amendments):
        if amendment.at < latest:
            text = f"is before what came first, {moment_text(latest)}"
            faults.add(("amendments", index, "at"), text, "correct one of the two")
        latest = max(latest, amendment.at)


def check_against(log: DecisionLog, *before: DecisionLog) -> tuple[Fault, ...]:
    """Everything in a log that contradicts logs of earlier sessions, as far as they are given.

    What it says of sessions whose logs are not among them is left aside.
    """
    faults = Faults()
    sessions = {each.session.id: each for each in before if each.session.id != log.session.id}
    followed = sessions.get(log.session.follows or "")
    for index, decision in enumerate(log.decisions):
        replaced = sessions.get(decision.supersedes or "")
        if replaced is not None and not _was_decided(replaced, decision.task):
            text = f"that session did not decide {quoted(decision.task)}"
            faults.add(("decisions", index, "supersedes"), text, "take it out")
        if followed is not None:
            _check_decision(decision, followed, replaced, ("decisions", index), faults)
    if followed is not None:
        _check_owed(log, followed, faults)
    _check_carried(log, sessions, faults)
    if followed is not None and log.session.started_at < followed.session.ended_at:
        text = f"that session ended only at {moment_text(followed.session.ended_at)}"
        faults.add(("session", "follows"), text, "correct one of the two")
    return faults.found


def _check_decision(
    decision: LogDecision,
    earlier: DecisionLog,
    replaced: DecisionLog | None,
    at: Place,
    faults: Faults,
) -> None:
    """A decision against the session before, and against the one whose decision it replaces."""
    newest = earlier.session.id
    is_decided = decision.outcome is Outcome.DECIDED
    if replaced is None:
        # Another workshop may have decided it since; whether it did can't be told without its log.
        may_be_later = decision.supersedes is not None
    else:
        may_be_later = replaced.session.started_at > earlier.session.started_at
    must_name = is_decided and _was_decided(earlier, decision.task) and not may_be_later
    if must_name and decision.supersedes != newest:
        text = "is missing" if decision.supersedes is None else "is not the newest decision"
        faults.add((*at, "supersedes"), text, f"write {quoted(newest)}, which decided it last")
    verdict = verdict_between(earlier.decision(decision.task), decision)
    if decision.verdict is not verdict:
        found = decision.verdict or "missing"
        text = f"is {found}, but the earlier log makes it {verdict or 'none'}"
        faults.add((*at, "verdict"), text, f"write {quoted(verdict)}" if verdict else "take it out")


def _was_decided(log: DecisionLog, task: str) -> bool:
    told = log.decision(task)
    return told is not None and told.outcome is Outcome.DECIDED


def _check_owed(log: DecisionLog, followed: DecisionLog, faults: Faults) -> None:
    """A promise that the session before left open is carried on or settled in this one."""
    here = {promise.id: index for index, promise in enumerate(log.commitments)}
    session = followed.session.id
    still = [each for each in followed.commitments if each.status is CommitmentStatus.OPEN]
    lost = [each for each in still if each.id not in here]
    if lost:
        names = ", ".join(quoted(each.id) for each in lost)
        text = f"lack {names}, still open in {session}"
        since = quoted(lost[0].carried_from or session)
        mend = f"add it with its status and carried_from = {since}"
        faults.add(("commitments",), text, mend if len(lost) == 1 else f"{mend}, and the others")
    for owed in still:
        if owed.id in here and log.commitments[here[owed.id]].carried_from is None:
            place = ("commitments", here[owed.id], "carried_from")
            text = f"is missing: the promise was still open in {session}"
            mend = f"add carried_from = {quoted(owed.carried_from or session)}"
            faults.add(place, text, mend, alike="carried_from")


def _check_carried(log: DecisionLog, sessions: Mapping[str, DecisionLog], faults: Faults) -> None:
    for index, promise in enumerate(log.commitments):
        earlier = sessions.get(promise.carried_from or "")
        if earlier and promise.id not in {older.id for older in earlier.commitments}:
            text = f"that session has no commitment {quoted(promise.id)}"
            faults.add(("commitments", index, "carried_from"), text, "correct it")


class _TableChecks(Checks):
    """The checks of the tables that not every session fills."""

    def check(self) -> None:
        """Note whatever is wrong with them, in the order of the file."""
        self._check_ratings()
        self._check_shortlist()
        self._check_commitments()
        self._check_parking_lot()
        self._check_close()

    def _check_ratings(self) -> None:
        keys = [f"{rating.step} {rating.statement}" for rating in self._log.ratings]
        self._faults.expect_unique(keys, "ratings", "statement")
        for index, rating in enumerate(self._log.ratings):
            at = ("ratings", index)
            for team in rating.by_team:
                self._check_team(team, (*at, "by_team", team))
            if self._has_scale(rating, at):
                self._check_figures(rating, at)
                self._check_voters((*at, "counts"), sum(rating.counts))
                self._check_team_counts(rating, at)
                self._check_teams_rating(rating, at)

    def _has_scale(self, rating: model.Rating, at: Place) -> bool:
        """Whether there is one count for each category, overall and per team."""
        counts: dict[Place, tuple[int, ...]] = {("counts",): rating.counts}
        counts.update({("by_team", team): found for team, found in rating.by_team.items()})
        wrong = [place for place, found in counts.items() if len(found) != rating.scale]
        if len({len(found) for found in counts.values()}) == 1:
            wrong = wrong[:1]  # it is the scale
        for place in wrong:
            text = f"has {len(counts[place])} counts for a scale of {rating.scale}"
            self._faults.add((*at, *place), text, "give one for each category")
        return not wrong

    def _check_figures(self, rating: model.Rating, at: Place) -> None:
        counts = rating.counts
        has_a = rating.scale >= LEAST_SCALE_FOR_A
        expected = {
            "median": (rating.median, median(counts)),
            "consensus": (rating.consensus, consensus(counts)),
            "agreement": (rating.agreement, agreement_a(counts) if has_a else None),
        }
        for key, (found, exact) in expected.items():
            place = (*at, key)
            if found is None and exact is not None:
                self._faults.add(place, "is missing", f"add {key} = {round(exact, 4)}")
            elif found is not None and exact is None:
                self._faults.add(place, "can't be had from these counts", "take it out")
            elif found is not None and exact is not None:
                self._faults.expect_rounded(place, found, exact, "the counts make it")

    def _check_team_counts(self, rating: model.Rating, at: Place) -> None:
        for index, total in enumerate(rating.counts):
            summed = sum(counts[index] for counts in rating.by_team.values())
            if summed > total or (self._there.is_named and rating.by_team and summed < total):
                text = f"adds up to {summed} for category {index + 1}, where counts has {total}"
                self._faults.add((*at, "by_team"), text, "correct one of the two")

    def _check_teams_rating(self, rating: model.Rating, at: Place) -> None:
        """No team has more ratings than voters, nor figures that would give somebody away."""
        for team, counts in rating.by_team.items():
            place = (*at, "by_team", team)
            voters = self._there.by_team[team] if self._there.is_told else sum(counts)
            if not self._there.is_named and voters < FEWEST_TOLD:
                self._hide_small(team, place)
            elif self._there.is_told and sum(counts) > voters:
                text = f"has more ratings than the {voters} voters of that team"
                self._faults.add(place, text, "correct the figures", alike=f"votes of {team}")

    def _check_shortlist(self) -> None:
        tasks = [each.task for each in self._log.shortlist]
        self._faults.expect_unique(tasks, "shortlist", "task")
        for index, entry in enumerate(self._log.shortlist):
            at = ("shortlist", index)
            self._check_dots(entry, at)
            if entry.taken:
                self._check_reached(entry.task, (*at, "task"))

    def _check_dots(self, entry: model.ShortlistEntry, at: Place) -> None:
        """Dots and people, which stand beside each other; of few people neither is told."""
        if entry.dots is None or entry.people is None:
            missing = [key for key in ("dots", "people") if getattr(entry, key) is None]
            if self._there.is_named or len(missing) == 1:
                for key in missing:
                    text, mend = "is missing", f"add {key}"
                    self._faults.add((*at, key), text, mend, alike=f"missing {key}")
            return
        if entry.people > entry.dots or (entry.dots and not entry.people):
            text = f"{entry.people} people can't have placed {entry.dots} dots"
            self._faults.add((*at, "people"), text, "correct one of the two")
        self._check_voters((*at, "people"), entry.people)

    def _check_commitments(self) -> None:
        promises, began = self._log.commitments, self._log.session.started_at
        self._faults.expect_unique([promise.id for promise in promises], "commitments", "id")
        for index, promise in enumerate(promises):
            at = ("commitments", index)
            self._check_team(promise.giver, (*at, "from"))
            self._check_team(promise.receiver, (*at, "to"))
            if promise.giver == promise.receiver:
                text = "is the team that promises"
                self._faults.add((*at, "to"), text, "name the one that receives")
            if promise.carried_from == self._log.session.id:
                self._faults.add((*at, "carried_from"), "is this session itself", "take it out")
            elif promise.carried_from is None and promise.due and is_before(promise.due, began):
                text = f"is before the session that made it, {began.date()}"
                self._faults.add((*at, "due"), text, "correct the day", alike="due")

    def _check_person(self, name: str, place: Place) -> None:
        people = {person.name for person in self._log.participants}
        if name not in people and name not in self._log.session.facilitators:
            text = f"{quoted(name)} is not among those who were there"
            self._faults.add(place, text, "list them, or correct the name", alike=f"who {name}")

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
                text = f"has {len(counts)} counts for a fist of five"
                self._faults.add(("close", key), text, _FIVE)
            self._check_voters(("close", key), sum(counts))

    def _check_reached(self, task: str, place: Place) -> None:
        """A task that a complete session took up must be among its decisions."""
        is_complete = self._log.session.status is model.LogStatus.COMPLETE
        if is_complete and self._log.decision(task) is None:
            text = f"{quoted(task)} is not among the decisions of this complete session"
            self._faults.add(place, text, "add its decision, or correct the task")
