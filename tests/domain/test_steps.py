"""Every kind of step is registered, whole."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import get_args, get_type_hints

from facilitator.domain import agenda, steps
from facilitator.domain.agenda import StepBase
from facilitator.domain.steps import KIND_WORDS, KINDS, Matter


def records():
    """The records of steps in the folder for kinds, and the contested task."""
    names = [f"{steps.__name__}.{each.name}" for each in pkgutil.iter_modules(steps.__path__)]
    for module in [agenda, *map(import_module, names)]:
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, StepBase) and each is not StepBase:
                yield each


def test_every_record_of_a_step_has_its_kind():
    assert set(records()) == set(KINDS)


def test_every_kind_has_a_word_of_its_own():
    assert len(set(KIND_WORDS.values())) == len(KINDS)


def test_every_picture_of_a_step_is_among_those_that_screens_draw():
    assert {get_type_hints(kind.view)["return"] for kind in KINDS.values()} == set(get_args(Matter))
