"""The tabs: for each a table to choose from, and the document that tells of the row chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from facilitator.domain.decision_log import DecisionLog, LogDecision
from facilitator.domain.past.comparison import Comparison, compare
from facilitator.domain.past.due import Due
from facilitator.domain.past.register import History, Standing
from facilitator.domain.words.figures import counted, day, day_of, number
from facilitator.domain.words.signs import BROKEN
from facilitator.reports.documents.blocks import (
    Block,
    Column,
    Entries,
    Entry,
    Facts,
    Row,
    Section,
    Span,
    Table,
    Tone,
    Words,
    as_list,
    flow,
    muted,
    paragraph,
    section,
    strong,
    words,
)
from facilitator.reports.documents.comparison import (
    commitment_change,
    compared_section,
    ratings_table,
    summary_section,
)
from facilitator.reports.documents.decision import (
    decision_section,
    headline,
    outcome_words,
    round_sections,
    verdict_words,
)
from facilitator.reports.documents.due import due_table, promise_section, review_section, row_id
from facilitator.reports.documents.history import history_document
from facilitator.reports.documents.log import (
    decisions_table,
    further_parts,
    people,
    session_blocks,
)
from facilitator.reports.documents.register import (
    contradicts_mark,
    register_table,
    standing_section,
)
from facilitator.ui.reviewing.drawing import listed as rows_of
from facilitator.ui.reviewing.model import (
    Look,
    Past,
    Tab,
    older_at_hand,
    session_at_hand,
)
from facilitator.ui.reviewing.ports import SessionCard
from facilitator.ui.widgets import rows
from facilitator.ui.widgets.dialogs import Choice

NO_LOGS = (
    "No past decisions yet. A workshop leaves its decision log here when it ends. To see what "
    "that looks like: facilitator rehearse grey-areas --auto"
)
_READING = "Reading …"
_NOTHING_DECIDED = (
    "Nothing is decided yet. Tasks that were decided stand here, with who drives them."
)
_ALONE = (
    "There is no earlier session to hold this one against: none of its agenda, and it follows "
    "none. O chooses any other."
)
_BROKEN = "This file can't be used, so there is nothing to compare: Session says what to mend."
_NO_DIFFERENCE = "Nothing differs between these two. A shows everything."
_NOTHING_DUE = "Nothing is due: no review date, and no promise that is still open."
_MOST_SHARES = 16
"""So many sessions have a column in the small picture of agreement: the newest ones."""
_MOST_ROWS, _MOST_CHAPTERS = 12, 36
"""So many sessions of a task stand in its chart, and have a part: more would be slow to draw."""
_SHOWN = (0, 1, 2, 3, 5)
"""The columns of a session's decisions that have room beside the list of sessions."""
_SHARES = "▁▂▃▄▅▆▇█"
ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Page:
    """A tab: its ``table``, what is told of a row, and what rows can be ordered by."""

    table: Callable[[Past, Look], rows.Table]
    detail: Callable[[Past, Look, str], Section | None]
    orders: tuple[str, ...] = ()


def _empty(past: Past, nothing: str) -> str:
    """What is said in place of rows."""
    return _READING if not past.is_read else nothing if past.cards else NO_LOGS


_STANDINGS: dict[str, Callable[[Standing], tuple[str | date, ...]]] = {
    "task": lambda each: (each.decision.title.casefold(),),
    "driver": lambda each: (each.driver_name.casefold(), each.decision.title.casefold()),
    "owner": lambda each: (each.decision.owner.casefold(), each.decision.title.casefold()),
    "newest first": lambda each: (str(date.max - each.since),),
    "review date": lambda each: (each.review_on or date.max, each.task),
}


def _register(past: Past, look: Look) -> rows.Table:
    key = list(_STANDINGS.values())[look.order % len(_STANDINGS)]
    standings = sorted(past.register.values(), key=key)
    return rows_of(register_table(standings, past.today), _empty(past, _NOTHING_DECIDED))


def _standing(past: Past, look: Look, row: str) -> Section | None:  # noqa: ARG001 - as every tab's
    each = past.register.get(row)
    return standing_section(each, past.today) if each else None


def _session(past: Past, look: Look) -> rows.Table:
    """A row for the session itself, for each decision, and for each other part that it has."""
    card = past.cards.get(session_at_hand(past, look) or "")
    if card is None:
        return rows.Table((), (), NO_LOGS if past.is_read else _READING)
    if card.log is None:
        return rows_of(Table((Column("Session"),), (Row((words(card.id),), id=ABOUT),)))
    log = look.wholes.get(card.id) or card.log
    told = decisions_table(log).of(_SHOWN)
    about = _lone_row(told, words(strong("The session")), ABOUT)
    decisions = (replace(row, id=f"decision {row.id}") for row in told.rows)
    parts = (
        _lone_row(told, words(muted(f"{title} {_size(blocks)}")), f"part {title}")
        for title, blocks in further_parts(log).items()
    )
    return rows_of(replace(told, rows=(about, *decisions, *parts)))


def _lone_row(table: Table, told: Words, row: str) -> Row:
    return Row((told, *([()] * (len(table.columns) - 1))), id=row)


def _size(blocks: Iterable[Block]) -> int:
    """How many entries a part of a log has."""
    match next(iter(blocks)):
        case Entries(entries):
            return len(entries)
        case Table(rows=found) | Facts(rows=found):
            return len(found)
        case _:
            return 1


def _session_detail(past: Past, look: Look, row: str) -> Section | None:
    """The session, one decision, or one part."""
    card = past.cards.get(session_at_hand(past, look) or "")
    if card is None:
        return None
    if card.log is None:
        return _broken(card)
    log = look.wholes.get(card.id) or card.log
    kind, _, name = row.partition(" ")
    if kind == "decision" and (decision := log.decision(name)) is not None:
        return _decision(log, decision, rounds=look.rounds)
    if kind == "part" and (part := further_parts(log).get(name)):
        return section(name, part)
    present = people(log)
    told = (section("Who was there", (present,)),) if present.rows else ()
    return section(log.session.title, (*session_blocks(log), *told))


def _broken(card: SessionCard) -> Section:
    """What is wrong with a file, and how to see all of it."""
    check = f"Everything to mend: facilitator log check {card.named}"
    problem = Span(f"{BROKEN.glyph} {card.problem}", Tone.BAD)
    return section(card.id, (paragraph(problem), paragraph(muted(check))))


def _decision(log: DecisionLog, decision: LogDecision, *, rounds: bool) -> Section:
    """A decision with its reasons, or with its ``rounds`` in their place."""
    if rounds and decision.rounds:
        told: tuple[Block, ...] = tuple(round_sections(log, decision))
        return section(decision.title, (headline(log, decision), *told))
    found = decision_section(log, decision, rounds=False)
    if not decision.rounds:
        return found
    hint = f"Enter shows {counted(len(decision.rounds), 'round')}, with the reasons given."
    return replace(found, blocks=(*found.blocks, paragraph(muted(hint))))


def comparison_at_hand(past: Past, look: Look) -> Comparison | None:
    """The two sessions chosen, held against each other; None where there are not two sound ones."""
    cards = [
        past.cards.get(each or "")
        for each in (older_at_hand(past, look), session_at_hand(past, look))
    ]
    was, now = (look.wholes.get(card.id) or card.log if card else None for card in cards)
    return compare(was, now) if was is not None and now is not None else None


def _compare(past: Past, look: Look) -> rows.Table:
    """A row for each task, promise and statement that differs, or for all."""
    told = comparison_at_hand(past, look)
    if told is None:
        return rows.Table((), (), _incomparable(past, look))
    was, now = (day(day_of(log.session.started_at)) for log in (told.older, told.newer))
    columns = (
        Column("Verdict"),
        Column("What", least=14),
        Column(was, least=8),
        Column(now, least=8),
    )
    about = Row(((), words(strong("In all")), (), ()), id=ABOUT)
    found = (about, *_changes(told, every=look.every))
    return rows_of(Table(columns, found), _NO_DIFFERENCE)


def _incomparable(past: Past, look: Look) -> str:
    """Why there is nothing to compare."""
    if not past.is_read:
        return _READING
    card = past.cards.get(session_at_hand(past, look) or "")
    if card is None:
        return NO_LOGS
    return _BROKEN if card.log is None else _ALONE


def _changes(told: Comparison, *, every: bool) -> Iterator[Row]:
    for each in (each for each in told.decisions if every or each.differs):
        verdict = verdict_words(each.verdict, wavering=each.wavering)
        brief = verdict_words(each.verdict, wavering=each.wavering, brief=True)
        ends = ((told.older, each.was), (told.newer, each.now))
        full, short = ((_ended(*end, brief=b) for end in ends) for b in (False, True))
        yield Row(
            (verdict, words(each.title), *full),
            id=f"task {each.task}",
            brief=(brief, words(each.title), *short),
        )
    for promise in (each for each in told.commitments if every or each.differs):
        status = (words(x or "–") for x in (promise.status.older, promise.status.newer))
        what = (words(muted("promise")), words(promise.promise.text))
        yield Row((*what, *status), id=f"promise {promise.id}")
    for rating in (each for each in told.ratings if every or each.differs):
        medians = (rating.median.older, rating.median.newer)
        figures = (words("–" if x is None else number(x)) for x in medians)
        what = (words(muted("rating")), words(rating.text))
        yield Row((*what, *figures), id=f"rating {rating.step} {rating.statement}")


def _ended(log: DecisionLog, decision: LogDecision | None, *, brief: bool) -> Words:
    return outcome_words(log, decision, brief=brief) if decision else words(muted("–"))


def _change(past: Past, look: Look, row: str) -> Section | None:
    """The change at hand, or what changed in all."""
    told = comparison_at_hand(past, look)
    if told is None:
        return None
    kind, _, name = row.partition(" ")
    for each in told.decisions:
        if kind == "task" and each.task == name:
            return compared_section(told, each, whole=True)
    for promise in told.commitments:
        if kind == "promise" and promise.id == name:
            return _entry(commitment_change(promise, told.team_names))
    for rating in told.ratings:
        if kind == "rating" and f"{rating.step} {rating.statement}" == name:
            return _entry(as_list(ratings_table([rating], told)).entries[0])
    return summary_section(told, "" if look.every else "A shows them.")


def _entry(entry: Entry) -> Section:
    """An entry of a list by itself."""
    sign = words(entry.sign, " ") if entry.sign else ()
    return section(words(sign, entry.lead), (flow(entry.facts),))


_HISTORIES: dict[str, Callable[[History], tuple[int | str, ...]]] = {
    "task": lambda each: (each.title.casefold(), each.task),
    "times taken up": lambda each: (-len(each.chapters), each.title.casefold()),
}


def _histories(past: Past, look: Look) -> rows.Table:
    """A row for each task that was ever taken up."""
    key = list(_HISTORIES.values())[look.order % len(_HISTORIES)]
    columns = (
        Column("Task", least=16),
        Column("Times", right=True),
        Column("Agreement", least=9),
        Column("Now", least=10),
    )
    found = tuple(_history_row(each) for each in sorted(past.tasks.values(), key=key))
    return rows_of(Table(columns, found), _empty(past, NO_LOGS))


def _history_row(each: History) -> Row:
    newest = each.chapters[-1]
    shares = [chapter.decision.agreement for chapter in each.chapters[-_MOST_SHARES:]]
    top = len(_SHARES) - 1
    picture = "".join("·" if s is None else _SHARES[round(s * top)] for s in shares)
    cells = (
        words(contradicts_mark(contradicts=newest.log.contradicts), each.title),
        words(str(len(each.chapters))),
        words(Span(picture, Tone.FIRST)),
    )
    log, decision = newest.log, newest.decision
    full, brief = (outcome_words(log, decision, brief=is_brief) for is_brief in (False, True))
    return Row((*cells, full), id=each.task, brief=(*cells, brief))


def _history(past: Past, look: Look, row: str) -> Section | None:  # noqa: ARG001 - as every tab's
    told = past.tasks.get(row)
    limits = {"most_rows": _MOST_ROWS, "most_chapters": _MOST_CHAPTERS}
    return history_document(told, **limits) if told else None


def _due(past: Past, look: Look) -> rows.Table:  # noqa: ARG001 - as every tab's
    due = Due(today=past.today, reviews=tuple(past.reviews.values()), commitments=past.promises)
    return rows_of(due_table(due), _empty(past, _NOTHING_DUE))


def _due_detail(past: Past, look: Look, row: str) -> Section | None:  # noqa: ARG001 - likewise
    for review in past.reviews.values():
        if row_id(review) == row:
            return review_section(review)
    for promise in past.promises:
        if row_id(promise) == row:
            file = past.file_of(promise.log.session.id)
            return promise_section(promise, past.cards[file].named)
    return None


PAGES: Mapping[Tab, Page] = {
    Tab.REGISTER: Page(_register, _standing, tuple(_STANDINGS)),
    Tab.SESSION: Page(_session, _session_detail),
    Tab.COMPARE: Page(_compare, _change),
    Tab.HISTORY: Page(_histories, _history, tuple(_HISTORIES)),
    Tab.DUE: Page(_due, _due_detail),
}


def sessions_table(past: Past) -> rows.Table:
    """A row for each file, the newest first, broken ones among them."""
    found = tuple(_file(card) for card in past.found.cards)
    return rows_of(Table((Column("Session"), Column("", least=6)), found))


def _file(card: SessionCard) -> Row:
    if card.log is None:
        return Row((words(Span(str(BROKEN), Tone.BAD)), words(card.id)), id=card.id)
    log = card.log
    rehearsal = muted("◌ ") if log.session.rehearsal else ""
    title = words(contradicts_mark(contradicts=log.contradicts), rehearsal, log.session.title)
    return Row((words(day(day_of(log.session.started_at))), title), id=card.id)


def session_choices(past: Past) -> list[Choice]:
    """The sessions to choose from in a menu, the newest first."""
    return [
        Choice(
            card.id,
            f"{day(day_of(card.log.session.started_at))}  {card.log.session.title}",
            f"{card.id}{', a rehearsal' if card.log.session.rehearsal else ''}"
            f"{', contradicts itself' if card.log.contradicts else ''}",
        )
        for card in past.found.cards
        if card.log is not None
    ]
