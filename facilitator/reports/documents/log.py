"""A whole decision log: what was decided first, then how, then whatever else it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log import model
from facilitator.domain.decision_log.amending import Amended, Edit
from facilitator.domain.decision_log.model import DecisionLog, LogDecision
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.past.comparison import is_wavering
from facilitator.domain.people import Seat
from facilitator.domain.rounds import PERCEPTION_GAP, median
from facilitator.domain.words import figures
from facilitator.domain.words.figures import counted, day, day_of, listed, number, required
from facilitator.domain.words.signs import BROKEN, CONTRADICTS, GAP, STATUS_SIGNS
from facilitator.reports.documents import blocks, decisions
from facilitator.reports.documents.blocks import good, ident, muted, strong, warn, words
from facilitator.reports.documents.decisions import name_in

_STATUS_TONES: Mapping[CommitmentStatus, blocks.Tone] = {
    CommitmentStatus.KEPT: blocks.Tone.GOOD,
    CommitmentStatus.PARTLY: blocks.Tone.WARN,
    CommitmentStatus.MISSED: blocks.Tone.BAD,
    CommitmentStatus.OPEN: blocks.Tone.WARN,
    CommitmentStatus.DROPPED: blocks.Tone.MUTED,
}
SHOWN_AROUND = 24
"""How many characters of a longer text are shown on either side of what changes."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the list of logs: the log, or what is wrong with its file."""

    id: str
    log: DecisionLog | None
    problem: str = ""


def log_document(log: DecisionLog, *, details: bool = True) -> blocks.Section:
    """A whole log; without ``details`` each decision has but its line in the table of all."""
    parts = (
        decisions.decision_section(log, each)
        for each in log.decisions
        if details and _has_more(each)
    )
    counts = blocks.paragraph(f"{outcomes(log).capitalize()}.")
    return blocks.section(
        log.session.title,
        (
            *session_blocks(log),
            blocks.section("Decisions", (counts, decisions_table(log).filled, *parts)),
            *further_parts(log).values(),
        ),
    )


def session_blocks(log: DecisionLog) -> Iterator[blocks.Block]:
    """What is to be known of the session before anything of it is read."""
    session = log.session
    if session.rehearsal:
        yield blocks.paragraph(warn("Rehearsal: nothing of this was decided in earnest."))
    yield contradiction(log)
    yield blocks.flow(_occasion(log))
    yield blocks.flow(_circumstances(log), muted=True)


def contradiction(log: DecisionLog) -> blocks.Block:
    """That a log contradicts itself, and what lists where; nothing of one that is sound."""
    if not log.contradicts:
        return blocks.paragraph()
    text = "This log contradicts itself, or one that it names; it counts all the same."
    mend = f"What to mend: facilitator log check {log.session.id}"
    return blocks.paragraph(warn(f"{CONTRADICTS.glyph} {text} {mend}"))


def _occasion(log: DecisionLog) -> Iterator[str]:
    start, end = log.session.started_at, log.session.ended_at
    ended = (
        figures.time_of_day(end)
        if end.date() == start.date()
        else f"{day(end)} {figures.time_of_day(end)}"
    )
    yield day(start) + f", {figures.time_of_day(start)}–{ended} UTC" * (start != end)
    hosts = log.session.facilitators
    yield f"facilitated by {listed(hosts)}" if hosts else ""
    seats = [person.seat for person in log.participants]
    yield counted(seats.count(Seat.VOTER), "voter") if seats else ""
    yield counted(seats.count(Seat.OBSERVER), "observer") if Seat.OBSERVER in seats else ""


def _circumstances(log: DecisionLog) -> Iterator[str | blocks.Words]:
    session, rules = log.session, log.rules
    yield words(ident(session.id))
    yield "complete" if session.status is model.LogStatus.COMPLETE else "ended early"
    yield "named votes" if session.attribution is Attribution.NAMED else "anonymous votes"
    yield f"{required(rules.agreement_required)} agreement required"
    otherwise = f"escalated to {rules.approver}" if rules.approver else str(rules.fallback)
    yield f"at most {counted(rules.max_rounds, 'round')}, then {otherwise}"
    if session.follows:
        yield words("follows ", ident(session.follows))


def people(log: DecisionLog) -> blocks.Facts:
    """Who was there, by team, as far as the log names anybody."""
    named = [person for person in log.participants if person.name]
    by_team = {team.id: [p.name or "" for p in named if p.team == team.id] for team in log.teams}
    teams = log.team_names
    return blocks.Facts(
        tuple(
            (name_in(teams, team), words(", ".join(names)))
            for team, names in by_team.items()
            if names
        )
    )


def outcomes(log: DecisionLog) -> str:
    """How many tasks came to what: "6 decided, 1 deferred"."""
    found = [decision.outcome for decision in log.decisions]
    counts = [f"{found.count(outcome)} {outcome}" for outcome in Outcome if outcome in found]
    return ", ".join(counts) or "no task was reached"


def decisions_table(log: DecisionLog) -> blocks.Table:
    """All decisions, one row each."""
    shown = (
        blocks.Column("Task", least=12),
        blocks.Column("Driver", least=10),
        blocks.Column("Owner", least=5),
        blocks.Column("Agreed", right=True),
        blocks.Column("Review on", right=True),
        blocks.Column("Verdict"),
    )
    return blocks.Table(shown, tuple(_row(log, decision) for decision in log.decisions))


def _row(log: DecisionLog, decision: LogDecision) -> blocks.Row:
    verdict, needed = decision.verdict, log.rules.agreement_required
    wavers = verdict is not None and is_wavering(verdict, decision, needed)
    rest = (
        words(decision.owner),
        words(decisions.share_of(log, decision)),
        words(day(decision.review_on) if decision.review_on else ""),
        decisions.verdict_words(verdict, wavering=wavers) if verdict else (),
    )
    title = words(decision.title)
    return blocks.Row(
        (title, decisions.outcome_words(log, decision), *rest),
        id=decision.task,
        brief=(title, decisions.outcome_words(log, decision, brief=True), *rest),
    )


def _has_more(decision: LogDecision) -> bool:
    """Whether there is more to tell of it than a line in the table of all decisions."""
    parts = (decision.rationale, decision.support, decision.dissent, decision.rounds)
    return decision.outcome is not Outcome.SKIPPED or any(parts)


def further_parts(log: DecisionLog) -> dict[str, blocks.Section]:
    """What the log holds besides decisions, by its title; parts that it hasn't are not there."""
    titles = model.task_titles(log)
    promises = tuple(commitment_entry(each, log.team_names) for each in log.commitments)
    parts: dict[str, tuple[blocks.Block, ...]] = {
        "Ratings": (_ratings(log),),
        "Shortlist": _shortlist(log, titles),
        "Commitments": (blocks.Entries(promises, spacious=True),),
        "Parking lot": (blocks.Entries(tuple(_parked(log, titles))),),
        "At the end": (_close(log),),
        "Amended since": (blocks.Entries(tuple(map(_amendment, log.amendments))),),
    }
    sections = {title: blocks.section(title, part) for title, part in parts.items()}
    return {title: part for title, part in sections.items() if part.blocks}


def _amendment(made: model.Amendment) -> blocks.Entry:
    at = f"{day(made.at)} {figures.time_of_day(made.at)} UTC"
    return blocks.Entry(words(made.what), (words(made.by), words(at)))


def _ratings(log: DecisionLog) -> blocks.Table:
    rating = decisions.team_column(
        log.team_names, (team for each in log.ratings for team in each.by_team)
    )
    shown = (
        blocks.Column("Statement"),
        blocks.Column("Low to high"),
        blocks.Column("Median"),
        rating,
        blocks.Column("Consensus", right=True),
        blocks.Column("Agreement", right=True),
    )
    rows = tuple(_rating(each, [team for team, _ in rating.teams]) for each in log.ratings)
    return blocks.Table(shown, rows, stacked=True).filled


def _rating(rating: model.Rating, teams: Sequence[str]) -> blocks.Row:
    counts, middle = rating.counts, rating.median
    medians = {team: median(rating.by_team.get(team, ())) for team in teams}
    known = [found for found in medians.values() if found is not None]
    is_gap = bool(known) and max(known) - min(known) >= PERCEPTION_GAP
    unrated = muted(" – nobody rated it") if middle is None else ""
    gap = warn(f"  {GAP}: the teams see this differently") if is_gap else ""
    by_team = ((team, words(number(m))) for team, m in medians.items() if m is not None)
    return blocks.Row(
        (
            words(rating.text, unrated, gap),
            words(f"{blocks.columns(counts)}  {' '.join(map(str, counts))}")
            if middle is not None
            else (),
            words(f"{number(middle)} of {rating.scale}") if middle is not None else (),
            blocks.Spread(tuple(by_team)),
            words("" if rating.consensus is None else figures.hundredths(rating.consensus)),
            words("" if rating.agreement is None else figures.hundredths(rating.agreement)),
        )
    )


def _shortlist(log: DecisionLog, titles: Mapping[str, str]) -> tuple[blocks.Block, ...]:
    entries = []
    for entry in log.shortlist:
        sign = good("✔") if entry.taken else muted("–")
        entries.append(
            blocks.Entry(words(titles[entry.task]), tuple(map(words, _dots(entry))), sign)
        )
    reasons = {entry.reason: entry.dots is None for entry in log.shortlist if entry.reason}
    why = (
        blocks.paragraph(
            muted("Chosen because: " if withheld else "Against the dots because: "), reason
        )
        for reason, withheld in reasons.items()
    )
    return (blocks.Entries(tuple(entries)), *why)


def _dots(entry: model.ShortlistEntry) -> Iterator[str]:
    """How the dots fell on a task, where that is told, and what came of it."""
    if entry.dots is None or entry.people is None:
        yield "dots withheld: too few placed any"
    else:
        of = f"{counted(entry.dots, 'dot')} from {counted(entry.people, 'person', 'people')}"
        yield of if entry.dots else "no dots"
    against = " against the dots" if entry.reason and entry.dots is not None else ""
    yield ("taken" if entry.taken else "left for later") + against


def commitment_entry(
    promise: model.Commitment,
    teams: decisions.Teams,
    told: str = "",
    sign: blocks.Span | None = None,
) -> blocks.Entry:
    """A promise: from whom, to whom, what, and how it stands, or what is ``told`` of that."""
    status = STATUS_SIGNS[promise.status]
    facts = [words(told or status.word)]
    facts += [words(f"due {day(promise.due)}")] if promise.due else []
    facts += [words(f"{promise.owner} answers for it")] if promise.owner else []
    if promise.carried_from:
        facts.append(words("carried from ", ident(promise.carried_from)))
    mark = sign or blocks.Span(status.glyph, _STATUS_TONES[promise.status])
    return blocks.Entry(promise_words(promise, teams), tuple(facts), mark)


def promise_words(promise: model.Commitment, teams: decisions.Teams) -> blocks.Words:
    """From whom to whom, and what."""
    giver, receiver = name_in(teams, promise.giver), name_in(teams, promise.receiver)
    return words(strong(f"{giver} → {receiver}:"), f" {promise.text}")


def _parked(log: DecisionLog, titles: Mapping[str, str]) -> Iterator[blocks.Entry]:
    for item in log.parking_lot:
        facts = [words(f"raised by {item.raised_by}")] if item.raised_by else []
        if item.became:
            facts.append(words(f"became {titles.get(item.became, item.became)}"))
        yield blocks.Entry(words(item.text), tuple(facts))


def _close(log: DecisionLog) -> blocks.Facts:
    close = log.close
    counts = (close.plan, close.return_on_time) if close else ()
    labels = ("The plan", "Worth the time")
    return blocks.Facts(tuple(zip(labels, map(_fists, counts), strict=False)))


def _fists(counts: Sequence[int]) -> blocks.Words:
    if not counts:
        return words("too few answered for it to be told")
    middle = median(counts)
    if middle is None:
        return words("nobody answered")
    fists = [f"{n} × {fingers}" for fingers, n in enumerate(counts, start=1) if n]
    return words(f"{blocks.columns(counts)}  {listed(fists)} of 5, median {number(middle)}")


def log_list(lines: Sequence[LogLine]) -> blocks.Table:
    """A list of logs, as given, with the broken ones and their problems among them."""
    rows = (_sound(line.id, line.log) if line.log else _broken(line) for line in lines)
    return blocks.Table((blocks.Column(""), blocks.Column("")), tuple(rows), main=1)


def _sound(file: str, log: DecisionLog) -> blocks.Row:
    rehearsal = "rehearsal, " if log.session.rehearsal else ""
    against = warn(f" · {CONTRADICTS}") if log.contradicts else ""
    told = words(strong(log.session.title), f"  {rehearsal}{outcomes(log)}", against)
    when = words(day(day_of(log.session.started_at)))
    return blocks.Row((when, told), below=(words(muted(file)),))


def _broken(line: LogLine) -> blocks.Row:
    cells = (
        words(blocks.Span(str(BROKEN), blocks.Tone.BAD)),
        words(blocks.Span(line.problem, blocks.Tone.BAD)),
    )
    return blocks.Row(cells, below=(words(muted(line.id)),))


def amendment_document(amended: Amended) -> blocks.Section:
    """The session, and every field that would say something else, with what it says now."""
    session = amended.log.session
    shown = (blocks.Column("Change"), blocks.Column("From"), blocks.Column("To"))
    rows = []
    for edit in amended.edits:
        was, now = excerpts(edit)
        rows.append(blocks.Row((words(edit.field), words(muted(was)), words(now))))
    title = words(strong(session.title), muted(f"  {day(day_of(session.started_at))}"))
    return blocks.Section(title, (blocks.Table(shown, tuple(rows)),))


def excerpts(edit: Edit) -> tuple[str, str]:
    """What the field says before and after, cut down to what differs and a little around it."""
    was, now = edit.was, edit.now
    same = min(len(was), len(now))
    start = next((n for n in range(same) if was[n] != now[n]), same)
    rest = same - start
    end = next((n for n in range(rest) if was[-1 - n] != now[-1 - n]), rest)
    return _around(was, start, len(was) - end), _around(now, start, len(now) - end)


def _around(text: str, start: int, end: int) -> str:
    first, last = start - SHOWN_AROUND, end + SHOWN_AROUND
    before = f"…{text[first:start]}" if first > 0 else text[:start]
    after = f"{text[end:last]}…" if last < len(text) else text[end:]
    return before + text[start:end] + after
