"""One decision: who drives, why and with whose support, against whom, after which votes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from facilitator.domain.agenda import SHORT_CELLS
from facilitator.domain.decision_log import model
from facilitator.domain.decisions import Outcome, Verdict
from facilitator.domain.discussion import movement
from facilitator.domain.past.comparison import is_wavering
from facilitator.domain.rounds import Tally
from facilitator.domain.words import figures
from facilitator.domain.words.choices import CHOSEN, choice_label, gives, without_team
from facilitator.domain.words.figures import counted, day, day_of, listed, percent, required
from facilitator.domain.words.sentences import FROM_THREE_ON, OUTCOMES, PATTERNS, drives
from facilitator.domain.words.signs import OUTCOME_SIGNS, VERDICT_SIGNS, WAVERING
from facilitator.reports.documents import blocks
from facilitator.reports.documents.blocks import good, ident, muted, strong, warn, words

Teams = Mapping[str, str]
"""The names of teams by their ids."""

CONTRADICTED = "its log contradicts itself"
MOST_MOVERS = 8
"""More people than this who changed their vote are only counted."""
_TONES: Mapping[Verdict, blocks.Tone] = {
    Verdict.NEW: blocks.Tone.GOOD,
    Verdict.SETTLED: blocks.Tone.GOOD,
    Verdict.REVERSED: blocks.Tone.WARN,
    Verdict.REOPENED: blocks.Tone.WARN,
    Verdict.STILL_OPEN: blocks.Tone.WARN,
}
"""The verdicts that should catch the eye; the others are quiet."""


def name_in(teams: Teams, team: str | None) -> str:
    """A team's name by its id; the id where it has none, nothing for no team."""
    return teams.get(team or "", team or "")


def verdict_words(verdict: Verdict, *, wavering: bool = False, brief: bool = False) -> blocks.Words:
    """A verdict with its sign; ``brief`` leaves out that what wavers was reaffirmed."""
    sign = VERDICT_SIGNS[verdict]
    if wavering and brief:
        return words(warn(f"{sign.glyph} {WAVERING.word}"))
    told = blocks.Span(str(sign), _TONES.get(verdict, blocks.Tone.MUTED))
    return words(told, ", ", warn(WAVERING.word)) if wavering else words(told)


def outcome_words(
    log: model.DecisionLog, decision: model.LogDecision, *, brief: bool = False
) -> blocks.Words:
    """Who drives the task, or what became of it; ``brief`` has the team in few letters."""
    if decision.outcome is not Outcome.DECIDED:
        return words(warn(str(OUTCOME_SIGNS[decision.outcome])))
    return words(strong(driver_of(log, decision, brief=brief)))


def driver_of(log: model.DecisionLog, decision: model.LogDecision, *, brief: bool = False) -> str:
    """The name of the team that drives it; in few letters that is its id, as agendas have it."""
    short = (decision.driver or "").upper()[:SHORT_CELLS]
    return short if brief else name_in(log.team_names, decision.driver)


def share_of(log: model.DecisionLog, decision: model.LogDecision | None) -> str:
    """The agreement on it in per cent; nothing where none is told."""
    share = decision.agreement if decision else None
    return "" if share is None else percent(share, needed=log.rules.agreement_required)


def headline(log: model.DecisionLog, decision: model.LogDecision) -> blocks.Flow:
    """What became of the task, in a line."""
    glyph = OUTCOME_SIGNS[decision.outcome].glyph
    if decision.outcome is Outcome.DECIDED:
        driver, told = driver_of(log, decision), drives(driver_of(log, decision), decision.owner)
        return blocks.paragraph(good(f"{glyph} "), strong(driver), told.removeprefix(driver))
    owner = f"; {decision.owner} answers for it" if decision.owner else ""
    return blocks.paragraph(warn(f"{glyph} {OUTCOMES[decision.outcome]}"), owner)


def decision_section(
    log: model.DecisionLog, decision: model.LogDecision, *, rounds: bool = True
) -> blocks.Section:
    """A decision in full, or without its rounds."""
    told = round_sections(log, decision) if rounds else ()
    parts = (headline(log, decision), _circumstances(log, decision), reasons(log, decision))
    return blocks.section(decision.title, (*parts, *told))


def _circumstances(log: model.DecisionLog, decision: model.LogDecision) -> blocks.Flow:
    return blocks.flow((*_facts(log, decision), words(ident(decision.task))), muted=True)


def _facts(log: model.DecisionLog, decision: model.LogDecision) -> Iterator[str | blocks.Words]:
    needed = log.rules.agreement_required
    if decision.verdict is not None:
        wavers = is_wavering(decision.verdict, decision, needed)
        yield f"{decision.verdict}{f', {WAVERING.word}' * wavers} since the session before"
    if decision.agreement is not None:
        short = " short of the" if decision.agreement < needed else ""
        yield f"{share_of(log, decision)} agreement,{short} {required(needed)} required"
    if decision.pattern is not None:
        absent = ", nobody of the driver's team there" if decision.driver_absent else ""
        number = decision.pattern_round
        vote = "first vote" if number == 1 else f"vote {number}"
        yield f"{vote} {decision.pattern}: {PATTERNS[decision.pattern]}{absent}"
    if decision.outcome is Outcome.ESCALATED and log.rules.approver:
        yield f"escalated to {log.rules.approver}"
    yield f"recorded {_moment(log, decision)}"
    yield f"taken by {decision.how}" if decision.how else ""
    yield f"review on {day(decision.review_on)}" if decision.review_on else ""
    yield f"{decision.phase} phase" if decision.phase else ""
    if decision.supersedes is not None:
        yield words("replaces the decision of ", ident(decision.supersedes))


def _moment(log: model.DecisionLog, decision: model.LogDecision) -> str:
    """The day, and the time of day where more is known than the day of the session."""
    at = decision.decided_at
    is_day_alone = at == log.session.started_at
    return day(day_of(at)) if is_day_alone else f"{day(day_of(at))} {figures.time_of_day(at)} UTC"


def reasons(log: model.DecisionLog, decision: model.LogDecision) -> blocks.Facts:
    """The rationale, the support and the objections."""
    teams = log.team_names
    rows: list[tuple[str, blocks.Words | blocks.Quote]] = []
    if decision.rationale:
        rows.append(("Why", blocks.Quote(decision.rationale)))
    for given in decision.support:
        told = gives(name_in(teams, given.team), given.input, *given.terms)
        rows.append(("Support", words(told)))
    rows += [("Dissent", _dissent(objection, teams)) for objection in decision.dissent]
    return blocks.Facts(tuple(rows))


def _dissent(objection: model.LogDissent, teams: Teams) -> blocks.Words:
    whose = f" ({name_in(teams, objection.team)})" if objection.team else ""
    wanted = f" wanted {name_in(teams, objection.position)}" if objection.position else " objected"
    reason = f": “{objection.reason}”" if objection.reason else ""
    told = words(strong(objection.name or "Somebody"), f"{whose}{wanted}{reason}")
    if objection.would_change:
        told += words(muted(f" – would change that mind: {objection.would_change}"))
    return told


def round_sections(log: model.DecisionLog, decision: model.LogDecision) -> Iterator[blocks.Section]:
    """Each round: how the votes fell, who moved, and what people said with their votes."""
    said: set[tuple[str, str, str]] = set()
    befores = (None, *decision.rounds)
    for before, held in zip(befores, decision.rounds, strict=False):
        facts = " · ".join((counted(held.tally.eligible, "voter"), *without_team(held.tally)))
        title = words(strong(f"Round {held.number}"), muted(f"  {facts}"))
        votes = votes_table(log, held.tally, decision.rounds)
        voices = blocks.Entries(tuple(_voices(log, held, said)))
        yield blocks.section(
            title, (votes, blocks.paragraph(muted(_remark(log, before, held))), voices)
        )


def team_column(teams: Teams, named: Iterable[str], least: int = 0) -> blocks.Column:
    """What there is by team: of those ``named``, in the order of ``teams``, then any others."""
    there = set(named)
    known = [team for team in teams if team in there]
    in_order = (*known, *sorted(there.difference(known)))
    shown = tuple((team, name_in(teams, team)) for team in in_order)
    return blocks.Column("By team", least=least, teams=shown)


def votes_table(
    log: model.DecisionLog, tally: Tally, rounds: Sequence[model.LogRound]
) -> blocks.Table:
    """How the votes of one of these rounds fell, the most-named team first, by the teams voting."""
    teams = log.team_names
    voting = team_column(teams, (team for held in rounds for team in held.tally.by_team), least=8)
    columns = (
        blocks.Column("For", least=8),
        blocks.Column(""),
        blocks.Column("Votes", right=True),
        blocks.Column("Share", right=True),
        voting,
    )
    rows = []
    for choice, votes in tally.most_first:
        split = ((team, tally.by_team.get(team, {}).get(choice, 0)) for team, _ in voting.teams)
        share = tally.share(choice)
        cells = (
            words(choice_label(choice, teams)),
            blocks.Bar(share),
            words(str(votes)),
            words(percent(share)),
            blocks.Spread(tuple((team, words(str(number))) for team, number in split if number)),
        )
        rows.append(blocks.Row(cells))
    return blocks.Table(columns, tuple(rows))


def _remark(log: model.DecisionLog, before: model.LogRound | None, held: model.LogRound) -> str:
    """What changed since the round before, or why there is nothing to tell."""
    if not held.tally.eligible:
        return "Nobody was there."
    if held.tally.withheld:
        return FROM_THREE_ON
    if before is None or before.tally.withheld:
        return "" if held.tally.votes else "Nobody named a team."
    if held.ballots and before.ballots:
        return _moves(log, before, held)
    return _shifts(log, before.tally, held.tally)


def _moves(log: model.DecisionLog, before: model.LogRound, held: model.LogRound) -> str:
    """Who changed their vote; of many how many went where."""
    teams = log.team_names
    old, new = ({cast.participant: cast.ballot for cast in each.ballots} for each in (before, held))
    moved = movement(old, new)

    def way(was: str, now: str) -> str:
        return f"{choice_label(was, teams)} → {choice_label(now, teams)}"

    if not moved.movers:
        return "Nobody moved."
    if moved.movers > MOST_MOVERS:
        ways = (f"{number} {way(*pair)}" for *pair, number in moved.moves)
        return f"{moved.movers} moved, {moved.stayed} stayed: {', '.join(ways)}."
    people = {person.id: person.name for person in log.participants if person.name}
    movers = [f"{people.get(who, who)} ({way(was, now)})" for who, was, now in moved.people]
    return f"Moved: {listed(movers)}."


def _shifts(log: model.DecisionLog, before: Tally, after: Tally) -> str:
    """By how much each team's votes changed, where it is not known who cast which."""
    parts = []
    for choice in dict.fromkeys([*after.votes, *before.votes]):
        change = after.votes.get(choice, 0) - before.votes.get(choice, 0)
        if change:
            name = choice_label(choice, log.team_names)
            parts.append(f"{name} {change:+d}".replace("-", "−"))
    return f"Since the round before: {listed(parts)}." if parts else "As in the round before."


def _voices(
    log: model.DecisionLog, held: model.LogRound, said: set[tuple[str, str, str]]
) -> Iterator[blocks.Entry]:
    """What people said with their votes; nobody is quoted twice for the same vote."""
    for cast in held.ballots:
        key = (cast.participant, cast.ballot.choice, cast.ballot.reason)
        if cast.ballot.reason and key not in said:
            said.add(key)
            yield blocks.Entry(
                words(f"“{cast.ballot.reason}”"), tuple(map(words, _voter(log, cast)))
            )


def _voter(log: model.DecisionLog, cast: model.LogBallot) -> Iterator[str]:
    """Who says something, for which team they speak, whatever they vote for, and how."""
    teams, ballot = log.team_names, cast.ballot
    author = next((p for p in log.participants if p.id == cast.participant and p.name), None)
    who = f"{author.name} ({name_in(teams, author.team)})" if author else cast.participant
    choice = CHOSEN.get(ballot.choice) or f"for {choice_label(ballot.choice, teams)}"
    yield f"{who}, {choice}"
    if ballot.confidence:
        yield f"sure {ballot.confidence}/5"
    if ballot.proxy:
        yield "by proxy"
