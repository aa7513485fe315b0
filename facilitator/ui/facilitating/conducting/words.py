"""Who speaks next: hands first, then the order that a reveal suggests."""

from __future__ import annotations

from facilitator.domain.commands import GiveWord
from facilitator.domain.views import FacilitatorView, PersonView, Stage
from facilitator.ui.facilitating.conducting.sending import Sending
from facilitator.ui.text import fit

_NAME_CELLS = 12
_About = tuple[str, int]


class Words:
    """Gives the word, passes it on, and takes it back.

    Who of a reveal's order has spoken is kept here, so that a raised hand in between does not have
    the order start again.
    """

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._about: _About = ("", 0)
        self._heard: set[str] = set()

    def label(self, view: FacilitatorView) -> str:
        """What the key does now, in a few words; "" where it does nothing."""
        following = self._next(view)
        if following is not None:
            return f"Word to {fit(following.name, _NAME_CELLS)}"
        return "End word" if view.stage.word else ""

    async def pass_on(self) -> None:
        """Give the word to whoever is next; with nobody left, take it back."""
        view = self._sending.desk.picture
        following = self._next(view)
        if following is not None:
            await self.give(following)
        elif view.stage.word is not None:
            taken = GiveWord(to="")
            await self._sending.send(taken, done="Nobody has the word now.")
        else:
            self._sending.refuse("No hand is raised, and nobody else is to be heard.")

    async def give(self, person: PersonView) -> None:
        """Give the word to somebody; their hand goes down with it."""
        command = GiveWord(to=person.id)
        if await self._sending.send(command, done=f"{person.name} has the word."):
            self._heard.add(person.name)

    def _next(self, view: FacilitatorView) -> PersonView | None:
        self._follow(view)
        people = {p.name: p for team in view.room for p in team.people}
        people.update((p.name, p) for p in view.facilitators)
        names = [*view.hands, *(name for name in _order(view) if name not in self._heard)]
        return next((people[name] for name in names if name in people), None)

    def _follow(self, view: FacilitatorView) -> None:
        """Start afresh with every reveal, and note who speaks."""
        stage = view.stage
        about = (stage.step.id if stage.step else "", stage.reveal.number if stage.reveal else 0)
        if about != self._about:
            self._about = about
            self._heard = set()
        if stage.word is not None:
            self._heard.add(stage.word.name)


def _order(view: FacilitatorView) -> list[str]:
    """Who is to be heard after a reveal; nobody by name where attribution is anonymous."""
    reveal = view.stage.reveal
    if view.stage.stage is not Stage.REVEALED or reveal is None:
        return []
    return list(dict.fromkeys(name for turn in reveal.turns for name in turn.speakers))
