"""Statements to rate on the facilitator's screen."""

from __future__ import annotations

from facilitator.domain.views import RateView, Stage, StageView
from facilitator.ui.facilitating.agenda import SKIP
from facilitator.ui.facilitating.deeds import Act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import StepKind

_AGAIN = again(open_round, "Rate again?")


def _offered(scene: Scene) -> tuple[Act, ...]:
    match scene.stage:
        case Stage.READY:
            return (SKIP,)
        case Stage.REVEALED:
            return (_AGAIN.named("Rate again"),)
        case _:
            return ()


def _asks(stage: StageView, team: str) -> tuple[Asked, ...]:
    del team
    if not isinstance(stage.matter, RateView):
        return ()
    scale = {f"{n}  {word}": n for n, word in enumerate(stage.matter.scale, start=1)}
    words = {**scale, "can't say": None}
    return tuple(Asked(each.id, each.text, words) for each in stage.matter.statements)


RATE = StepKind(
    starts=lambda _: "Start rating",
    opens=open_round,
    acts=(_AGAIN,),
    offered=_offered,
    asks=_asks,
)
