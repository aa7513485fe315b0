"""Kinds of step: each has its room on the voter's screen, and a new one needs no more than that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

import pytest

from facilitator.domain.commands import MarkItem
from facilitator.domain.rounds import Mark
from facilitator.domain.views import Matter, Stage
from facilitator.ui.ink import line
from facilitator.ui.voting import steps
from facilitator.ui.voting.frame import draw, picture_of
from facilitator.ui.voting.pages import help_words
from facilitator.ui.voting.scene import Scene
from facilitator.ui.voting.steps.kind import Page, StepKind, marked, while_asked
from facilitator.ui.voting.transitions import following
from tests.ui.voting.every_kind import KINDS, a_room, rating
from tests.ui.voting.rooms import STAGES
from tests.ui.voting.test_keys import typed


def test_every_kind_has_a_room():
    assert set(steps.KINDS) == set(get_args(Matter))


@pytest.mark.parametrize("stage", [*STAGES, *KINDS])
def test_every_stage_of_every_kind_says_what_it_is_for(stage):
    room = {**STAGES, **KINDS}[stage]()
    for who in ("Ana", "Olga"):
        _, words = help_words(picture_of(following(Scene(), room.view(who))))
        assert words.removesuffix("You watch, without a vote.")


@dataclass(frozen=True)
class ColourView:
    """What a kind of step is about that is made only here."""

    question: str


COLOUR = StepKind(
    page=lambda colour, picture, _: Page(
        main=[line(colour.question), *(line(f"Yours: {each.value}") for each in _own(picture))],
        keys=(("G", "Green"),) if picture.is_asked else (),
    ),
    press=lambda _, scene, _key, character: (
        marked(scene, "colour", Mark(1)) if character == "G" and scene.asked else None
    ),
    words={Stage.VOTING: "A colour, and no more."},
    keys=while_asked(("G", "The colour is green")),
)


def _own(picture):
    return [mark for item, mark in picture.wanted.items() if item == "colour"]


def of_colour(room):
    view = room.view("Ana")
    return replace(
        view,
        stage=replace(view.stage, matter=ColourView("Which colour?")),
        asked=("colour",) if view.asked else (),
    )


@pytest.fixture
def _with_colours(monkeypatch):
    monkeypatch.setitem(steps.KINDS, ColourView, COLOUR)


def shown(scene):
    return "\n".join("".join(text for text, _ in row) for row in draw(scene, 80, 24).lines)


@pytest.mark.usefixtures("_with_colours")
def test_a_new_kind_is_one_module_and_one_line():
    scene = following(Scene(), of_colour(a_room().enter("maturity")))
    assert "Which colour?" in shown(scene)
    assert typed(scene, "g") == (scene, None)
    scene = following(scene, of_colour(rating()))
    assert "G Green" in shown(scene)
    scene, request = typed(scene, "g")
    assert "Yours: 1" in shown(scene)
    assert request == MarkItem(
        step="maturity", number=1, participant=scene.me, item="colour", value=1
    )
    helping = shown(typed(scene, "?")[0])
    assert "A colour, and no more." in helping
    assert "The colour is green" in helping


def test_a_kind_without_a_room_fails_at_once():
    with pytest.raises(KeyError):
        shown(following(Scene(), of_colour(rating())))
