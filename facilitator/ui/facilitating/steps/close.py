"""The close on the facilitator's screen: fingers on the plan and on the time."""

from __future__ import annotations

from facilitator.domain.steps.close import FINGERS, PLAN, RETURN_ON_TIME
from facilitator.domain.views import Stage, StageView
from facilitator.domain.words.figures import counted
from facilitator.ui.facilitating.deeds import Act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import StepKind

_AGAIN = again(open_round, "Ask for fingers again?")


def _offered(scene: Scene) -> tuple[Act, ...]:
    return (_AGAIN.named("Ask again"),) if scene.stage is Stage.REVEALED else ()


def _asks(stage: StageView, team: str) -> tuple[Asked, ...]:
    del stage, team
    fingers: dict[str, int | None] = {counted(n, "finger"): n for n in FINGERS}
    fingers["abstains"] = None
    return (
        Asked(PLAN, "The plan", fingers),
        Asked(RETURN_ON_TIME, "Was it worth the time?", fingers),
    )


CLOSE = StepKind(
    starts=lambda _: "Ask for fingers",
    opens=open_round,
    acts=(_AGAIN,),
    offered=_offered,
    asks=_asks,
)
