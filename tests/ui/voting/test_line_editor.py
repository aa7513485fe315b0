from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.ui.text import cells, printable
from facilitator.ui.voting.line_editor import LineEditor, editor_of

PLAIN = string.ascii_letters + string.digits + " .-"
KEYS = ["left", "right", "home", "end", "backspace", "delete", "ctrl+u", "ctrl+k"]


class Model:
    """The same editor as two lists of characters, for text without marks."""

    def __init__(self):
        self.before, self.after = [], []

    def apply(self, action):  # noqa: C901 - one arm a key
        before, after = self.before, self.after
        match action:
            case ("type", char):
                if len(before) + len(after) < 40:
                    before.append(char)
            case ("key", "left") if before:
                after.insert(0, before.pop())
            case ("key", "right") if after:
                before.append(after.pop(0))
            case ("key", "home"):
                self.before, self.after = [], before + after
            case ("key", "end"):
                self.before, self.after = before + after, []
            case ("key", "backspace") if before:
                before.pop()
            case ("key", "delete") if after:
                after.pop(0)
            case ("key", "ctrl+u"):
                before.clear()
            case ("key", "ctrl+k"):
                after.clear()


actions = st.lists(
    st.tuples(st.just("type"), st.sampled_from(PLAIN))
    | st.tuples(st.just("key"), st.sampled_from(KEYS)),
    max_size=80,
)


@given(actions)
def test_it_edits_like_any_other_line(actions):
    editor, model = LineEditor(most_cells=40), Model()
    for action in actions:
        kind, what = action
        editor = editor.typed(what) if kind == "type" else editor.pressed(what)
        model.apply(action)
        assert editor.text == "".join(model.before + model.after)
        assert editor.cursor == len(model.before)


@given(st.lists(st.text(max_size=12) | st.sampled_from(KEYS), max_size=30))
def test_whatever_is_typed_or_pasted_stays_within_its_limits_and_printable(pieces):
    editor = LineEditor(most_cells=12, most_characters=10)
    for piece in pieces:
        editor = editor.pressed(piece) if piece in KEYS else editor.typed(piece)
        assert cells(editor.text) <= 12
        assert len(editor.text) <= 10
        assert 0 <= editor.cursor <= len(editor.text)
        assert printable(editor.text) == editor.text


def test_a_wide_character_takes_two_cells():
    editor = editor_of("日本語", most_cells=6)
    assert editor.text == "日本語"
    assert editor.typed("x") == editor
    assert editor.cursor_cells == 6


def test_backspace_takes_a_letter_with_its_marks():
    assert editor_of("xn\u0308\u0323", most_cells=9).pressed("backspace").text == "x"


def test_a_paste_becomes_one_line_without_controls():
    assert editor_of("Ana\r\nSilva\x1b[31m", most_cells=40).text == "Ana  Silva[31m"


def test_a_paste_that_is_too_long_is_taken_as_far_as_it_fits():
    assert editor_of("x" * 500, most_cells=40).text == "x" * 40


@pytest.mark.parametrize(
    ("text", "left"), [("one two", "one "), ("one two ", "one "), ("one", ""), ("", "")]
)
def test_ctrl_w_takes_the_last_word(text, left):
    assert editor_of(text, most_cells=40).pressed("ctrl+w").text == left
