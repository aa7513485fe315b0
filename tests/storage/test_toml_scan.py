"""Where things stand in a text: by any way that TOML has of writing them."""

from __future__ import annotations

import re

import tomli
from hypothesis import given
from hypothesis import strategies as st

from facilitator.storage.records import lay_out
from facilitator.storage.toml_scan import KEY, Place, key_parts, places

TEXT = '''\
# [[steps]] in a comment
title = """
[[steps]]
kind = "no header"
"""
"a.b".c = { d = [1, 'x]', { e = 2 } ] }  # ]

[[steps]]
kind = 'task'

  [steps.suggested]
  support = [
    # { no = "table" },
    { team = "pm" }, { team = "pmm",
      input = "}" },
  ]
[[steps]]
[steps.suggested]
driver = "pm"
[[ steps . notes ]]
[[steps.notes]]
x.y = 1
[table]
'''


def line_of(*path: str | int) -> int | None:
    found = places(TEXT, [path])
    return found[path].line if path in found else None


def test_everything_has_its_line():
    assert line_of("title") == 2
    assert line_of("a.b", "c", "d", 2, "e") == 6
    assert line_of("steps") == 8
    assert line_of("steps", 0, "kind") == 9
    assert line_of("steps", 0, "suggested", "support", 0) == 14
    assert line_of("steps", 0, "suggested", "support", 1, "team") == 14
    assert line_of("steps", 0, "suggested", "support", 1, "input") == 15
    assert line_of("steps", 1) == 17
    assert line_of("steps", 1, "suggested", "driver") == 19
    assert line_of("steps", 1, "notes", 0) == 20
    assert line_of("steps", 1, "notes", 1, "x", "y") == 22
    assert line_of("table") == 23


def test_columns_count_from_one():
    assert places(TEXT, [("steps", 0, "suggested", "support", 1)]) == {
        ("steps", 0, "suggested", "support", 1): Place(14, 22)
    }


def test_what_is_missing_is_where_its_table_is():
    assert line_of("steps", 0, "suggested", "driver") == 11
    assert line_of("steps", 1, "kind") == 17
    assert line_of("steps", 0, "suggested", "support", 7) == 12
    assert line_of("summary") is None


VALUES = st.recursive(
    st.integers() | st.booleans() | st.text(max_size=8),
    lambda below: (
        st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3)
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=4), VALUES, max_size=5))
def test_in_any_document_every_key_is_found_on_a_line_that_holds_it(document):
    text = lay_out(document)
    assert tomli.loads(text) == document
    paths = [(key,) for key in document]
    found = places(text, paths)
    assert set(found) == set(paths)
    for path, place in found.items():
        line = text.split("\n")[place.line - 1][place.column - 1 :]
        key = re.match(KEY, line.lstrip("["))
        assert key is not None
        assert key_parts(key.group()) == path
