"""A whole decision log: what was decided first, then how, then whatever else it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log import (
    Commitment,
    DecisionLog,
    LogDecision,
    LogStatus,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.decision_log.amending import Amended, Edit
from facilitator.domain.decision_log.titles import task_titles
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.past.comparison import is_wavering
from facilitator.domain.people import Seat
from facilitator.domain.rounds import PERCEPTION_GAP, median
from facilitator.domain.words.figures import (
    counted,
    day,
    day_of,
    hundredths,
    listed,
    number,
    percent,
    required,
    time_of_day,
)
from facilitator.domain.words.signs import BROKEN, CONTRADICTS, GAP, STATUS_SIGNS
from facilitator.reports.documents.blocks import (
    Block,
    Column,
    Entries,
    Entry,
    Facts,
    Row,
    Section,
    Span,
    Spread,
    Table,
    Tone,
    Words,
    columns,
    flow,
    good,
    ident,
    muted,
    paragraph,
    section,
    strong,
    warn,
    words,
)
from facilitator.reports.documents.decision import (
    Teams,
    decision_section,
    name_in,
    outcome_words,
    verdict_words,
)

_STATUS_TONES: Mapping[CommitmentStatus, Tone] = {
    CommitmentStatus.KEPT: Tone.GOOD,
    CommitmentStatus.PARTLY: Tone.WARN,
    CommitmentStatus.MISSED: Tone.BAD,
    CommitmentStatus.OPEN: Tone.WARN,
    CommitmentStatus.DROPPED: Tone.MUTED,
}
SHOWN_AROUND = 24
"""How many characters of a longer text are shown on either side of what changes."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the list of logs: the log, or what is wrong with its file."""

    id: str
    log: DecisionLog | None
    problem: str = ""


def log_document(log: DecisionLog, *, details: bool = True) -> Section:
    """A whole log; without ``details`` each decision has but its line in the table of all."""
    told = (decision_section(log, each) for each in log.decisions if details and _has_more(each))
    counts = paragraph(f"{outcomes(log).capitalize()}.")
    return section(
        log.session.title,
        (
            *session_blocks(log),
            section("Decisions", (counts, decisions_table(log).filled, *told)),
            *(section(title, blocks) for title, blocks in further_parts(log).items()),
        ),
    )


def session_blocks(log: DecisionLog) -> Iterator[Block]:
    """What is to be known of the session before anything of it is read."""
    session = log.session
    if session.rehearsal:
        yield paragraph(warn("Rehearsal: nothing of this was decided in earnest."))
    yield contradiction(log)
    yield flow(_occasion(log))
    yield flow(_circumstances(log), muted=True)


def contradiction(log: DecisionLog) -> Block:
    """That a log contradicts itself, and what lists where; nothing of one that is sound."""
    if not log.contradicts:
        return paragraph()
    told = "This log contradicts itself, or one that it names; it counts all the same."
    mend = f"What to mend: facilitator log check {log.session.id}"
    return paragraph(warn(f"{CONTRADICTS.glyph} {told} {mend}"))


def _occasion(log: DecisionLog) -> Iterator[str]:
    start, end = log.session.started_at, log.session.ended_at
    ended = time_of_day(end) if end.date() == start.date() else f"{day(end)} {time_of_day(end)}"
    yield day(start) + f", {time_of_day(start)}–{ended} UTC" * (start != end)
    hosts = log.session.facilitators
    yield f"facilitated by {listed(hosts)}" if hosts else ""
    seats = [person.seat for person in log.participants]
    yield counted(seats.count(Seat.VOTER), "voter") if seats else ""
    yield counted(seats.count(Seat.OBSERVER), "observer") if Seat.OBSERVER in seats else ""


def _circumstances(log: DecisionLog) -> Iterator[str | Words]:
    session, rules = log.session, log.rules
    yield words(ident(session.id))
    yield "complete" if session.status is LogStatus.COMPLETE else "ended early"
    yield "named votes" if session.attribution is Attribution.NAMED else "anonymous votes"
    yield f"{required(rules.agreement_required)} agreement required"
    otherwise = f"escalated to {rules.approver}" if rules.approver else str(rules.fallback)
    yield f"at most {counted(rules.max_rounds, 'round')}, then {otherwise}"
    if session.follows:
        yield words("follows ", ident(session.follows))


def people(log: DecisionLog) -> Facts:
    """Who was there, by team, as far as the log names anybody."""
    named = [person for person in log.participants if person.name]
    by_team = {team.id: [p.name or "" for p in named if p.team == team.id] for team in log.teams}
    teams = log.team_names
    return Facts(
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


def decisions_table(log: DecisionLog) -> Table:
    """All decisions, one row each."""
    shown = (
        Column("Task", least=12),
        Column("Driver", least=10),
        Column("Owner", least=5),
        Column("Agreed", right=True),
        Column("Review on", right=True),
        Column("Verdict"),
    )
    return Table(shown, tuple(_row(log, decision) for decision in log.decisions))


def _row(log: DecisionLog, decision: LogDecision) -> Row:
    verdict, needed = decision.verdict, log.rules.agreement_required
    wavers = verdict is not None and is_wavering(verdict, decision, needed)
    share = decision.agreement
    rest = (
        words(decision.owner),
        words("" if share is None else percent(share, needed=needed)),
        words(day(decision.review_on) if decision.review_on else ""),
        verdict_words(verdict, wavering=wavers) if verdict else (),
    )
    title = words(decision.title)
    return Row(
        (title, outcome_words(log, decision), *rest),
        id=decision.task,
        brief=(title, outcome_words(log, decision, brief=True), *rest),
    )


def _has_more(decision: LogDecision) -> bool:
    """Whether there is more to tell of it than a line in the table of all decisions."""
    told = (decision.rationale, decision.support, decision.dissent, decision.rounds)
    return decision.outcome is not Outcome.SKIPPED or any(told)


def further_parts(log: DecisionLog) -> dict[str, tuple[Block, ...]]:
    """What the log holds besides decisions, by its title; parts that it hasn't are not there."""
    teams, titles = log.team_names, task_titles(log)
    made = log.amendments
    parts: dict[str, tuple[Block, ...]] = {
        "Ratings": (_ratings(log),) if log.ratings else (),
        "Shortlist": _shortlist(log, titles) if log.shortlist else (),
        "Commitments": _list((commitment_entry(x, teams) for x in log.commitments), spacious=True),
        "Parking lot": _list(_parked(log, titles)),
        "At the end": (_close(log),) if log.close else (),
        "Amended since": _list(
            Entry(
                words(each.what),
                (words(each.by), words(f"{day(each.at)} {time_of_day(each.at)} UTC")),
            )
            for each in made
        ),
    }
    return {title: blocks for title, blocks in parts.items() if blocks}


def _list(entries: Iterable[Entry], *, spacious: bool = False) -> tuple[Block, ...]:
    found = tuple(entries)
    return (Entries(found, spacious),) if found else ()


def _ratings(log: DecisionLog) -> Table:
    rating_teams = {team for rating in log.ratings for team in rating.by_team}
    teams = [team for team in log.team_names if team in rating_teams]
    teams += sorted(rating_teams.difference(teams))
    shown = (
        Column("Statement"),
        Column("Low to high"),
        Column("Median"),
        Column("By team", teams=tuple((team, name_in(log.team_names, team)) for team in teams)),
        Column("Consensus", right=True),
        Column("Agreement", right=True),
    )
    return Table(shown, tuple(_rating(each, teams) for each in log.ratings), stacked=True).filled


def _rating(rating: Rating, teams: Sequence[str]) -> Row:
    counts, middle = rating.counts, rating.median
    medians = {team: median(rating.by_team.get(team, ())) for team in teams}
    known = [found for found in medians.values() if found is not None]
    is_gap = bool(known) and max(known) - min(known) >= PERCEPTION_GAP
    unrated = muted(" – nobody rated it") if middle is None else ""
    gap = warn(f"  {GAP}: the teams see this differently") if is_gap else ""
    by_team = ((team, words(number(m))) for team, m in medians.items() if m is not None)
    return Row(
        (
            words(rating.text, unrated, gap),
            words(f"{columns(counts)}  {' '.join(map(str, counts))}") if middle is not None else (),
            words(f"{number(middle)} of {rating.scale}") if middle is not None else (),
            Spread(tuple(by_team)),
            words("" if rating.consensus is None else hundredths(rating.consensus)),
            words("" if rating.agreement is None else hundredths(rating.agreement)),
        )
    )


def _shortlist(log: DecisionLog, titles: Mapping[str, str]) -> tuple[Block, ...]:
    entries = []
    for entry in log.shortlist:
        sign = good("✔") if entry.taken else muted("–")
        entries.append(Entry(words(titles[entry.task]), tuple(map(words, _dots(entry))), sign))
    reasons = {entry.reason: entry.dots is None for entry in log.shortlist if entry.reason}
    why = (
        paragraph(muted("Chosen because: " if withheld else "Against the dots because: "), reason)
        for reason, withheld in reasons.items()
    )
    return (Entries(tuple(entries)), *why)


def _dots(entry: ShortlistEntry) -> Iterator[str]:
    """How the dots fell on a task, where that is told, and what came of it."""
    if entry.dots is None or entry.people is None:
        yield "dots withheld: too few placed any"
    else:
        of = f"{counted(entry.dots, 'dot')} from {counted(entry.people, 'person', 'people')}"
        yield of if entry.dots else "no dots"
    against = " against the dots" if entry.reason and entry.dots is not None else ""
    yield ("taken" if entry.taken else "left for later") + against


def commitment_entry(
    promise: Commitment, teams: Teams, told: str = "", sign: Span | None = None
) -> Entry:
    """A promise: from whom, to whom, what, and how it stands, or what is ``told`` of that."""
    status = STATUS_SIGNS[promise.status]
    facts = [words(told or status.word)]
    facts += [words(f"due {day(promise.due)}")] if promise.due else []
    facts += [words(f"{promise.owner} answers for it")] if promise.owner else []
    if promise.carried_from:
        facts.append(words("carried from ", ident(promise.carried_from)))
    mark = sign or Span(status.glyph, _STATUS_TONES[promise.status])
    return Entry(promise_words(promise, teams), tuple(facts), mark)


def promise_words(promise: Commitment, teams: Teams) -> Words:
    """From whom to whom, and what."""
    giver, receiver = name_in(teams, promise.giver), name_in(teams, promise.receiver)
    return words(strong(f"{giver} → {receiver}:"), f" {promise.text}")


def _parked(log: DecisionLog, titles: Mapping[str, str]) -> Iterator[Entry]:
    for item in log.parking_lot:
        facts = [words(f"raised by {item.raised_by}")] if item.raised_by else []
        if item.became:
            facts.append(words(f"became {titles.get(item.became, item.became)}"))
        yield Entry(words(item.text), tuple(facts))


def _close(log: DecisionLog) -> Facts:
    close = log.close
    counts = (close.plan, close.return_on_time) if close else ()
    labels = ("The plan", "Worth the time")
    return Facts(tuple(zip(labels, map(_fists, counts), strict=False)))


def _fists(counts: Sequence[int]) -> Words:
    if not counts:
        return words("too few answered for it to be told")
    middle = median(counts)
    if middle is None:
        return words("nobody answered")
    fists = [f"{n} × {fingers}" for fingers, n in enumerate(counts, start=1) if n]
    return words(f"{columns(counts)}  {listed(fists)} of 5, median {number(middle)}")


def log_list(lines: Sequence[LogLine]) -> Table:
    """A list of logs, as given, with the broken ones and their problems among them."""
    rows = (_sound(line.id, line.log) if line.log else _broken(line) for line in lines)
    return Table((Column(""), Column("")), tuple(rows), main=1)


def _sound(file: str, log: DecisionLog) -> Row:
    rehearsal = "rehearsal, " if log.session.rehearsal else ""
    against = warn(f" · {CONTRADICTS}") if log.contradicts else ""
    told = words(strong(log.session.title), f"  {rehearsal}{outcomes(log)}", against)
    when = words(day(day_of(log.session.started_at)))
    return Row((when, told), below=(words(muted(file)),))


def _broken(line: LogLine) -> Row:
    cells = (words(Span(str(BROKEN), Tone.BAD)), words(Span(line.problem, Tone.BAD)))
    return Row(cells, below=(words(muted(line.id)),))


def amendment_document(amended: Amended) -> Section:
    """The session, and every field that would say something else, with what it says now."""
    session = amended.log.session
    shown = (Column("Change"), Column("From"), Column("To"))
    rows = []
    for edit in amended.edits:
        was, now = excerpts(edit)
        rows.append(Row((words(edit.field), words(muted(was)), words(now))))
    title = words(strong(session.title), muted(f"  {day(day_of(session.started_at))}"))
    return Section(title, (Table(shown, tuple(rows)),))


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
