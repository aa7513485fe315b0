"""People: seated, put into another team, voted for, asked to leave, let back in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from facilitator.domain.ballots import ABSTAIN, NEED_INFO
from facilitator.domain.commands import (
    CastBallot,
    Command,
    CorrectTeam,
    MarkItem,
    ReadmitParticipant,
    RemoveParticipant,
    SeatSomebody,
    WithdrawMark,
)
from facilitator.domain.people import Seat
from facilitator.domain.views import FacilitatorView, PersonView, Stage
from facilitator.ui.facilitating.adding.answers import Entered, EnterForm, questions_for
from facilitator.ui.facilitating.conducting.sending import Sending
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice, LinePrompt, Menu

_NAME_CELLS = 32
FOR_EVER = "marked as entered by you, for ever"
Likeness = Callable[[str], str]
"""Folds a name so that names which look alike are equal."""


class People:
    """Acts on who is in the room."""

    def __init__(self, sending: Sending, likeness: Likeness) -> None:
        self._sending = sending
        self._likeness = likeness

    async def seat(self) -> None:
        """Give a seat to somebody who has no terminal; what was typed survives a refusal."""
        team = await self._pick_team("Whose team?")
        typed, problem, command_id = "", "", uuid4().hex
        while team is not None:
            prompt = LinePrompt(
                "Name of somebody without a terminal", take="Seat", value=typed, problem=problem
            )
            name = await self._sending.desk.ask(prompt)
            if name is None:
                return
            command_id = command_id if name == typed else uuid4().hex
            command = SeatSomebody(name=name, likeness=self._likeness(name), team=team)
            problem = await self._sending.submit(command, command_id)
            if not problem:
                self._sending.tell(f"{name} is seated. V votes for them.")
                return
            typed = name

    async def correct_team(self, person: PersonView, team: str) -> None:
        """Put somebody into another team; while a round is open it is said why not."""
        view = self._sending.desk.picture
        if view.stage.stage is Stage.VOTING:
            self._sending.refuse("A vote is open: a team is corrected between rounds.")
            return
        chosen = await self._pick_team(f"Which team is {_short(person)} of?", but=team)
        if chosen is None:
            return
        names = {each.id: each.name for each in view.room}
        command = CorrectTeam(participant=person.id, team=chosen)
        await self._sending.send(command, done=f"{person.name} is of {names[chosen]} now.")

    async def remove(self, person: PersonView) -> None:
        """Have somebody leave, with a reason, once it is clear what that means."""
        if person.id == self._sending.me:
            self._sending.refuse("Nobody can remove themselves. Leave instead.")
            return
        title = f"Why shall {_short(person)} leave? They are told, and the record keeps it."
        reason = await self._sending.desk.ask(LinePrompt(title, take="Go on"))
        if reason is None or not await self._sending.confirmed(
            f"Have {_short(person)} leave?",
            yes="Remove them",
            no="They stay",
            more=f"“{reason}”\nThey can't come back until you let them in again.",
        ):
            return
        command = RemoveParticipant(participant=person.id, reason=reason)
        await self._sending.send(command, done=f"{person.name} was asked to leave.")

    async def readmit(self, person: PersonView) -> None:
        """Let somebody back in."""
        command = ReadmitParticipant(participant=person.id)
        await self._sending.send(command, done=f"{person.name} may come back.")

    async def vote_for(self, person: PersonView, team: str) -> None:
        """Enter the answer of somebody who has given none; it stays marked as entered."""
        view = self._sending.desk.picture
        if flaw := _flaw_of_voter(view, person):
            self._sending.refuse(flaw)
        elif view.stage.task is not None:
            await self._choose_for(person, view)
        else:
            await self._answer_for(person, team, view)

    async def _choose_for(self, person: PersonView, view: FacilitatorView) -> None:
        stage = view.stage
        if stage.step is None or stage.task is None or stage.round is None:
            return
        choices = [Choice(each.id, each.name) for each in stage.task.candidates]
        choices += [Choice(ABSTAIN, "Abstain"), Choice(NEED_INFO, "Need to know more")]
        title = f"The vote of {_short(person)}: {FOR_EVER}"
        chosen = await self._sending.desk.ask(Menu(title, choices))
        if chosen is None:
            return
        command = CastBallot(
            step=stage.step.id, number=stage.round.number, participant=person.id, choice=chosen
        )
        await self._sending.send(command, done=f"Recorded for {person.name}: {FOR_EVER}.")

    async def _answer_for(self, person: PersonView, team: str, view: FacilitatorView) -> None:
        sending, stage = self._sending, view.stage
        if stage.step is None or stage.round is None:
            return
        step, number = stage.step.id, stage.round.number

        async def save(entered: Entered) -> str:
            for command in commands(entered):
                if problem := await sending.submit(command, uuid4().hex):
                    return problem
            return ""

        def commands(entered: Entered) -> list[Command]:
            given: list[Command] = []
            if stage.shortlist is not None:  # dots entered before would count on top of these
                given += [
                    WithdrawMark(step=step, number=number, participant=person.id, item=offer.task)
                    for offer in stage.shortlist.offers
                ]
            given += [
                MarkItem(step=step, number=number, participant=person.id, item=item, value=value)
                for item, value in entered
            ]
            return given

        title = f"The answers of {_short(person)}: {FOR_EVER}"
        dots = stage.shortlist.dots if stage.shortlist else None
        form = EnterForm(title, questions_for(stage, team), dots, save, sending.clock)
        if await sending.desk.ask(form):
            sending.tell(f"Recorded for {person.name}: {FOR_EVER}.")

    async def _pick_team(self, title: str, but: str = "") -> str | None:
        choices = [
            Choice(team.id, team.name) for team in self._sending.desk.picture.room if team.id != but
        ]
        return await self._sending.desk.ask(Menu(title, choices))


def _short(person: PersonView) -> str:
    return fit(person.name, _NAME_CELLS)


def _flaw_of_voter(view: FacilitatorView, person: PersonView) -> str:
    """Why nothing can be entered for somebody now."""
    if person.seat is not Seat.VOTER:
        return "Only voters can vote."
    if view.stage.stage is not Stage.VOTING:
        return "No vote is open. Open the round first: SPACE on the screen behind."
    if not person.is_asked:
        return "This round asks others, not their team."
    if person.has_own:
        return f"{person.name} has voted: that vote is theirs alone."
    return ""
