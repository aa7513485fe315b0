"""The tabs: for each a table to choose from, and the document that tells of the row chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import assert_never

from facilitator.domain.decision_log.model import DecisionLog, LogDecision
from facilitator.domain.past.comparison import Comparison, compare
from facilitator.domain.past.due import DueCommitment, DueReview
from facilitator.domain.past.register import History, Standing
from facilitator.domain.words.figures import counted, day, day_of, number
from facilitator.domain.words.signs import BROKEN
from facilitator.reports.documents import blocks, comparison, decisions, register
from facilitator.reports.documents.blocks import muted, strong, words
from facilitator.reports.documents.decisions import outcome_words, verdict_words
from facilitator.reports.documents.due import by_day, due_table, promise_section, review_section
from facilitator.reports.documents.history import history_document
from facilitator.reports.documents.log import decisions_table, further_parts, people, session_blocks
from facilitator.ui.reviewing.drawing import listed as rows_of
from facilitator.ui.reviewing.model import Look, Past, SessionCard, Tab
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
_NOTHING_DUE = "Nothing is due: no review date, and no promise that is still open."
_MOST_SHARES = 16
"""So many sessions have a column in the small picture of agreement: the newest ones."""
_MOST_ROWS, _MOST_CHAPTERS = 12, 36
"""So many sessions of a task stand in its chart, and have a part: more would be slow to draw."""
_SHOWN = (0, 1, 2, 3, 5)
"""The columns of a session's decisions that have room beside the list of sessions."""
_SHARES = "▁▂▃▄▅▆▇█"
ABOUT = "about"
_Detail = Callable[[], blocks.Section]


@dataclass(frozen=True, slots=True)
class Page:
    """A tab as it stands: its ``table``, what is told of each row, and what it is sorted by."""

    table: rows.Table = field(default_factory=rows.Table)
    details: Mapping[str, _Detail] = field(default_factory=dict)
    orders: tuple[str, ...] = ()

    def detail(self, row: str) -> blocks.Section | None:
        """What is told of a row, or in all where there is no such row."""
        told = self.details.get(row) or self.details.get(ABOUT)
        return told() if told else None


def page(past: Past, look: Look) -> Page:
    """The tab that is chosen."""
    match look.tab:
        case Tab.REGISTER:
            return _register(past, look)
        case Tab.SESSION:
            return _session(past, look)
        case Tab.COMPARE:
            return _compare(past, look)
        case Tab.HISTORY:
            return _histories(past, look)
        case Tab.DUE:
            return _due(past)
        case _:
            assert_never(look.tab)


def _page(
    table: blocks.Table, details: Iterable[_Detail], empty: str = "", orders: Iterable[str] = ()
) -> Page:
    """A page of a table with what is told of each row; of two rows with one id the first counts."""
    parts = [(row.id, detail) for row, detail in zip(table.rows, details, strict=True)]
    return Page(rows_of(table, empty), dict(reversed(parts)), tuple(orders))


def _nothing(past: Past, why: str) -> Page:
    """A page without rows."""
    return Page(rows.Table(empty=_empty(past, why)))


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


def _register(past: Past, look: Look) -> Page:
    key = list(_STANDINGS.values())[look.order % len(_STANDINGS)]
    standings = sorted(past.register.values(), key=key)
    table = register.register_table(standings, past.today)
    details = (partial(register.standing_section, each, past.today) for each in standings)
    return _page(table, details, _empty(past, _NOTHING_DECIDED), _STANDINGS)


def _session(past: Past, look: Look) -> Page:
    """A row for the session itself, for each decision, and for each other part that it has."""
    card = past.card_at_hand(look)
    if card is None:
        return _nothing(past, NO_LOGS)
    if card.log is None:
        row = blocks.Row((words(card.id),), id=ABOUT)
        return _page(blocks.Table((blocks.Column("Session"),), (row,)), (partial(_broken, card),))
    log = look.wholes.get(card.id) or card.log
    told, parts = decisions_table(log).of(_SHOWN), further_parts(log)
    found = (
        _lone_row(told, words(strong("The session")), ABOUT),
        *(replace(row, id=f"decision {row.id}") for row in told.rows),
        *(
            _lone_row(told, words(muted(f"{title} {_size(part)}")), f"part {title}")
            for title, part in parts.items()
        ),
    )
    details = (
        partial(_about, log),
        *(partial(_decision, log, each, rounds=look.rounds) for each in log.decisions),
        *(partial(blocks.section, title, part.blocks) for title, part in parts.items()),
    )
    return _page(replace(told, rows=found), details)


def _lone_row(table: blocks.Table, told: blocks.Words, row: str) -> blocks.Row:
    return blocks.Row((told, *([()] * (len(table.columns) - 1))), id=row)


def _size(part: blocks.Section) -> int:
    """How many entries a part of a log has."""
    match part.blocks[0]:
        case blocks.Entries(entries):
            return len(entries)
        case blocks.Table(rows=found) | blocks.Facts(rows=found):
            return len(found)
        case _:
            return 1


def _about(log: DecisionLog) -> blocks.Section:
    """The session, and who was there."""
    present = blocks.section("Who was there", (people(log),))
    return blocks.section(log.session.title, (*session_blocks(log), present))


def _broken(card: SessionCard) -> blocks.Section:
    """What is wrong with a file, and how to see all of it."""
    check = f"Everything to mend: facilitator log check {card.named}"
    problem = blocks.Span(f"{BROKEN.glyph} {card.problem}", blocks.Tone.BAD)
    return blocks.section(card.id, (blocks.paragraph(problem), blocks.paragraph(muted(check))))


def _decision(log: DecisionLog, decision: LogDecision, *, rounds: bool) -> blocks.Section:
    """A decision with its reasons, or with its ``rounds`` in their place."""
    if rounds and decision.rounds:
        parts: tuple[blocks.Block, ...] = tuple(decisions.round_sections(log, decision))
        return blocks.section(decision.title, (decisions.headline(log, decision), *parts))
    found = decisions.decision_section(log, decision, rounds=False)
    if not decision.rounds:
        return found
    hint = f"Enter shows {counted(len(decision.rounds), 'round')}, with the reasons given."
    return replace(found, blocks=(*found.blocks, blocks.paragraph(muted(hint))))


def _comparison_at_hand(past: Past, look: Look) -> Comparison | None:
    """The two sessions chosen, held against each other; None where there are not two sound ones."""
    cards = (past.cards.get(past.older_at_hand(look) or ""), past.card_at_hand(look))
    was, now = (look.wholes.get(card.id) or card.log if card else None for card in cards)
    return compare(was, now) if was is not None and now is not None else None


def _compare(past: Past, look: Look) -> Page:
    """A row for each task, promise and statement that differs, or for all."""
    told = _comparison_at_hand(past, look)
    if told is None:
        return _nothing(past, _incomparable(past.card_at_hand(look)))
    was, now = (day(day_of(log.session.started_at)) for log in (told.older, told.newer))
    columns = (
        blocks.Column("Verdict"),
        blocks.Column("What", least=14),
        blocks.Column(was, least=8),
        blocks.Column(now, least=8),
    )
    about = blocks.Row(((), words(strong("In all")), (), ()), id=ABOUT)
    in_all = partial(comparison.summary_section, told, "" if look.every else "A shows them.")
    changes: list[tuple[blocks.Row, _Detail]] = [(about, in_all)]
    changes += _changes(told, every=look.every)
    table = blocks.Table(columns, tuple(row for row, _ in changes))
    return _page(table, [detail for _, detail in changes])


def _incomparable(card: SessionCard | None) -> str:
    """Why a session is compared with nothing."""
    if card is None:
        return NO_LOGS
    return _BROKEN if card.log is None else _ALONE


def _changes(told: Comparison, *, every: bool) -> Iterator[tuple[blocks.Row, _Detail]]:
    for each in (each for each in told.decisions if every or each.differs):
        verdict = verdict_words(each.verdict, wavering=each.wavering)
        brief = verdict_words(each.verdict, wavering=each.wavering, brief=True)
        ends = ((told.older, each.was), (told.newer, each.now))
        full, short = ((_ended(*end, brief=b) for end in ends) for b in (False, True))
        row = blocks.Row(
            (verdict, words(each.title), *full),
            id=f"task {each.task}",
            brief=(brief, words(each.title), *short),
        )
        yield row, partial(comparison.compared_section, told, each, whole=True)
    for promise in (each for each in told.commitments if every or each.differs):
        status = (words(x or "–") for x in (promise.status.older, promise.status.newer))
        what = (words(muted("promise")), words(promise.promise.text))
        row = blocks.Row((*what, *status), id=f"promise {promise.id}")
        yield row, partial(_entry, comparison.commitment_change(promise, told.team_names))
    for rating in (each for each in told.ratings if every or each.differs):
        medians = (rating.median.older, rating.median.newer)
        figures = (words("–" if x is None else number(x)) for x in medians)
        what = (words(muted("rating")), words(rating.text))
        row = blocks.Row((*what, *figures), id=f"rating {rating.step} {rating.statement}")
        yield (
            row,
            partial(_entry, blocks.as_list(comparison.ratings_table([rating], told)).entries[0]),
        )


def _ended(log: DecisionLog, decision: LogDecision | None, *, brief: bool) -> blocks.Words:
    return outcome_words(log, decision, brief=brief) if decision else words(muted("–"))


def _entry(entry: blocks.Entry) -> blocks.Section:
    """An entry of a list by itself."""
    sign = words(entry.sign, " ") if entry.sign else ()
    return blocks.section(words(sign, entry.lead), (blocks.flow(entry.facts),))


_HISTORIES: dict[str, Callable[[History], tuple[int | str, ...]]] = {
    "task": lambda each: (each.title.casefold(), each.task),
    "times taken up": lambda each: (-len(each.chapters), each.title.casefold()),
}


def _histories(past: Past, look: Look) -> Page:
    """A row for each task that was ever taken up."""
    key = list(_HISTORIES.values())[look.order % len(_HISTORIES)]
    columns = (
        blocks.Column("Task", least=16),
        blocks.Column("Times", right=True),
        blocks.Column("Agreement", least=9),
        blocks.Column("Now", least=10),
    )
    found = sorted(past.tasks.values(), key=key)
    limits = {"most_rows": _MOST_ROWS, "most_chapters": _MOST_CHAPTERS}
    details = (partial(history_document, each, **limits) for each in found)
    table = blocks.Table(columns, tuple(map(_history_row, found)))
    return _page(table, details, _empty(past, NO_LOGS), _HISTORIES)


def _history_row(each: History) -> blocks.Row:
    newest = each.chapters[-1]
    shares = [chapter.decision.agreement for chapter in each.chapters[-_MOST_SHARES:]]
    top = len(_SHARES) - 1
    picture = "".join("·" if s is None else _SHARES[round(s * top)] for s in shares)
    cells = (
        words(register.contradicts_mark(contradicts=newest.log.contradicts), each.title),
        words(str(len(each.chapters))),
        words(blocks.Span(picture, blocks.Tone.FIRST)),
    )
    log, decision = newest.log, newest.decision
    full, brief = (outcome_words(log, decision, brief=is_brief) for is_brief in (False, True))
    return blocks.Row((*cells, full), id=each.task, brief=(*cells, brief))


def _due(past: Past) -> Page:
    """A row for each review and promise."""
    details = (partial(_due_section, past, each) for each in by_day(past.due))
    return _page(due_table(past.due), details, _empty(past, _NOTHING_DUE))


def _due_section(past: Past, each: DueReview | DueCommitment) -> blocks.Section:
    if isinstance(each, DueReview):
        return review_section(each)
    file = past.file_of(each.log.session.id)
    return promise_section(each, past.cards[file].named)


def sessions_table(past: Past) -> rows.Table:
    """A row for each file, the newest first, broken ones among them."""
    found = tuple(_file(card) for card in past.found.cards)
    return rows_of(blocks.Table((blocks.Column("Session"), blocks.Column("", least=6)), found))


def _file(card: SessionCard) -> blocks.Row:
    if card.log is None:
        return blocks.Row(
            (words(blocks.Span(str(BROKEN), blocks.Tone.BAD)), words(card.id)), id=card.id
        )
    log = card.log
    rehearsal = muted("◌ ") if log.session.rehearsal else ""
    title = words(
        register.contradicts_mark(contradicts=log.contradicts), rehearsal, log.session.title
    )
    return blocks.Row((words(day(day_of(log.session.started_at))), title), id=card.id)


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
