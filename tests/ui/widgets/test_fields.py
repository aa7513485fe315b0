"""Fields to type in: what belongs to a word stays, what a terminal would obey doesn't."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.events import Key, Paste

from facilitator.ui.widgets.fields import LineField, ParagraphField

WORDS = ["می\u200cخواهم", "র\u200d\u09cdয", "ಫ\u0ccd\u200cಐಆರ", "ភាសា\u200bខ្មែរ", "👩\u200d💻 Kim"]


class Form(App[None]):
    """One field of each kind."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield LineField(self.text)
        yield ParagraphField(self.text)

    @property
    def texts(self) -> list[str]:
        return [self.query_one(LineField).value, self.query_one(ParagraphField).text]


@pytest.mark.parametrize("word", WORDS)
async def test_parts_of_words_stay_in_what_is_typed(word):
    async with Form().run_test() as pilot:
        for field in (LineField, ParagraphField):
            pilot.app.query_one(field).focus()
            await pilot.pause()
            for char in word:
                pilot.app.post_message(Key(char, char))
            await pilot.pause()
        assert pilot.app.texts == [word, word]


@pytest.mark.parametrize("word", WORDS)
async def test_and_in_what_is_pasted_or_was_there(word):
    async with Form(word).run_test() as pilot:
        assert pilot.app.texts == [word, word]
        for field in (LineField, ParagraphField):
            pilot.app.query_one(field).focus()
            await pilot.pause()
            await pilot.press("end", "space")
            pilot.app.screen.focused.post_message(Paste(f"{word}\x1b"))
            await pilot.pause()
        assert [text.split(" ", word.count(" ") + 1)[-1][:-1] for text in pilot.app.texts] == [
            word,
            word,
        ]
