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


words = st.text("می‌خক্ষ‍র👩💻PDF۵ \u200b\u200c\u200d\u180bᠠខ", max_size=6)


@given(st.lists(st.text(max_size=12) | words | st.sampled_from(KEYS), max_size=30))
def test_whatever_is_typed_or_pasted_stays_within_its_limits_and_printable(pieces):
    editor = LineEditor(most_cells=12, most_characters=10)
    for piece in pieces:
        editor = editor.pressed(piece) if piece in KEYS else editor.typed(piece)
        assert cells(editor.text) <= 12
        assert len(editor.text) <= 10
        assert 0 <= editor.cursor <= len(editor.text)
        assert printable(editor.shown.text) == editor.shown.text


def test_a_wide_character_takes_two_cells():
    editor = editor_of("日本語", most_cells=6)
    assert editor.text == "日本語"
    assert editor.typed("x") == editor
    assert cells(editor.text[: editor.cursor]) == 6


def test_backspace_takes_a_letter_with_its_marks():
    assert editor_of("xn\u0308\u0323", most_cells=9).pressed("backspace").text == "x"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "ه\u200d.ش",
        "क\u094d\u200dष",
        "র\u200d\u09cdয",
        "രമണ\u0d4d\u200d",
        "ಫ\u0ccd\u200cಐಆರ",
        "ភាសា\u200bខ្មែរ",
        "ᠠ\u180b",
        "👩\u200d💻 Kim",
    ],
)
def test_what_is_part_of_a_word_stays_though_it_comes_key_by_key(text):
    editor = LineEditor(most_cells=40)
    for char in text:
        editor = editor.typed(char)
    assert editor.line == text
    assert editor_of(text, most_cells=40).line == text
    for _ in text:
        editor = editor.pressed("backspace")
    assert editor.text == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ana\u200cLima", "AnaLima"),
        ("\u200dAna\u200d", "Ana"),
        ("می\u200c\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d", "👩"),
        ("👩\u200dKim", "👩Kim"),
        ("a\u200bb", "ab"),
    ],
)
def test_what_is_none_is_left_out(text, line):
    editor = LineEditor(most_cells=40)
    for char in text:
        editor = editor.typed(char)
    assert editor.line == editor_of(text, most_cells=40).line == line


def test_what_a_joiner_joins_is_drawn_one_by_one():
    editor = editor_of("क\u094d\u200dष", most_cells=3)
    assert (editor.shown.text, editor.shown.cursor) == ("क\u094dष", 3)
    assert cells(editor.text[: editor.cursor]) == 2
    assert printable("می\u200cخواهم") == "می\u200cخواهم"


def test_a_paste_becomes_one_line_without_controls():
    assert editor_of("Ana\r\nSilva\x1b[31m", most_cells=40).text == "Ana  Silva[31m"


def test_a_paste_that_is_too_long_is_taken_as_far_as_it_fits():
    assert editor_of("x" * 500, most_cells=40).text == "x" * 40


@pytest.mark.parametrize(
    ("text", "left"), [("one two", "one "), ("one two ", "one "), ("one", ""), ("", "")]
)
def test_ctrl_w_takes_the_last_word(text, left):
    assert editor_of(text, most_cells=40).pressed("ctrl+w").text == left
