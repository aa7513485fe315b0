"""Tables whose columns share the width there is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from facilitator.ui.widgets.lines import say
from facilitator.ui.widgets.rows import GAP, Column, Row, Table, fitted, laid_out, widths

COLUMNS = (Column("Task", 6), Column("Driver", 4), Column("Share", right=True))


def row(*cells: str, brief: tuple[str, ...] = ()) -> Row:
    return Row(cells[0], tuple(map(say, cells)), tuple(map(say, brief)))


def test_columns_take_what_they_need_where_there_is_room():
    table = Table(COLUMNS, (row("Launch plan", "Marketing", "75%"),))
    assert widths(table, 60) == (11, 9, 5)


def test_the_widest_gives_way_first_and_none_below_its_least():
    table = Table(COLUMNS, (row("A very long title indeed", "Marketing", "75%"),))
    assert widths(table, 30) == (12, 9, 5)
    assert widths(table, 10) == (6, 4, 5)


def test_rows_are_told_in_brief_only_where_they_do_not_fit():
    table = Table(COLUMNS, (row("Launch", "Marketing", "75%", brief=("Launch", "PMM", "75%")),))
    assert fitted(table, 40) == table
    assert [cell.plain for cell in fitted(table, 20).rows[0].cells] == ["Launch", "PMM", "75%"]


def test_figures_stand_at_the_right_of_their_column():
    cells = row("Launch", "PMM", "5%").cells
    assert laid_out(cells, COLUMNS, (6, 4, 5)).plain == "Launch  PMM      5%"


def test_what_is_cut_says_so():
    cells = row("A very long title", "PMM", "75%").cells
    assert laid_out(cells, COLUMNS, (6, 4, 5)).plain.startswith("A ver…  PMM")


def test_a_filter_looks_into_every_cell_in_full_and_in_brief():
    table = Table(COLUMNS, (row("Launch", "Marketing", "75%", brief=("Launch", "PMM", "75%")),))
    for wanted in ("launch", "MARK", "pmm", "75% lau", ""):
        assert table.that_say(wanted).rows == table.rows
    assert table.that_say("sales").rows == ()
    assert "“sales”" in table.that_say("sales").empty


@given(
    st.lists(st.lists(st.text("ab cd", max_size=30), min_size=3, max_size=3), max_size=5),
    st.integers(10, 80),
)
def test_no_row_is_wider_than_the_room_unless_every_column_is_at_its_least(cells, room):
    table = Table(COLUMNS, tuple(row(*each) for each in cells))
    shares = widths(table, room)
    least = all(
        not column.least or share <= max(column.least, len(column.title))
        for column, share in zip(COLUMNS, shares, strict=True)
    )
    assert least or sum(shares) + GAP * 2 <= room
    for each in table.rows:
        assert laid_out(each.cells, COLUMNS, shares).cell_length <= sum(shares) + GAP * 2
