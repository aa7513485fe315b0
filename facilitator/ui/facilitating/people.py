"""People: seated, put into another team, voted for, asked to leave, let back in, given the word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from facilitator.domain import commands
from facilitator.domain.people import Seat
from facilitator.domain.views import FacilitatorView, PersonView, Stage
from facilitator.domain.words.figures import listed
from facilitator.ui.facilitating import deeds
from facilitator.ui.facilitating.forms.answers import Answering, EnterForm
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps import kind_of
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice

_NAME_CELLS = 32
_LEAD_CELLS = 40
_NAMES_SAID = 3
_ALL_KEPT = "is kept, with every seat and vote"
FOR_EVER = "marked as entered by you, for ever"
ALONE = "You are the only facilitator. C lets another one in."
Likeness = Callable[[str], str]
"""Folds a name so that names which look alike are equal."""


def seat(scene: Scene, likeness: Likeness) -> deeds.Deed:
    """Give a seat to somebody who has no terminal; what was typed survives a refusal."""

    def named(team: str) -> deeds.Deed:
        return deeds.Write(
            "Name of somebody without a terminal",
            "Seat",
            lambda name: deeds.Send(
                commands.SeatSomebody(name=name, likeness=likeness(name), team=team),
                done=f"{name} is seated. V votes for them.",
            ),
        )

    return _pick_team(scene.view, "Whose team?", named)


def correct_team(scene: Scene, person: PersonView, team: str) -> deeds.Deed:
    """Put somebody into another team; while a round is open it is said why not."""
    if scene.stage is Stage.VOTING:
        return deeds.Refuse("A vote is open: a team is corrected between rounds.")
    names = {each.id: each.name for each in scene.view.room}
    title = f"Which team is {_short(person)} of?"

    def corrected(chosen: str) -> deeds.Deed:
        command = commands.CorrectTeam(participant=person.id, team=chosen)
        return deeds.Send(command, done=f"{person.name} is of {names[chosen]} now.")

    return _pick_team(scene.view, title, corrected, but=team)


def remove(scene: Scene, person: PersonView) -> deeds.Deed:
    """Have somebody leave, with a reason, once it is clear what that means."""
    if person.id == scene.me:
        return deeds.Refuse("Nobody can remove themselves. Leave instead.")

    def sure(reason: str) -> deeds.Deed:
        return deeds.Confirm(
            f"Have {_short(person)} leave?",
            deeds.Send(
                commands.RemoveParticipant(participant=person.id, reason=reason),
                done=f"{person.name} was asked to leave.",
            ),
            yes="Remove them",
            no="They stay",
            more=f"“{reason}”\nThey can't come back until you let them in again.",
        )

    title = f"Why shall {_short(person)} leave? They are told, and the record keeps it."
    return deeds.Write(title, "Go on", sure)


def readmit(person: PersonView) -> deeds.Deed:
    """Let somebody back in."""
    return deeds.Send(
        commands.ReadmitParticipant(participant=person.id), done=f"{person.name} may come back."
    )


def vote_for(scene: Scene, person: PersonView, team: str) -> deeds.Deed:
    """Enter the answer of somebody who has given none; it stays marked as entered."""
    stage = scene.view.stage
    if flaw := flaw_of_voter(scene.view, person):
        return deeds.Refuse(flaw)
    kind = kind_of(stage.matter)
    if stage.round is None or kind is None:
        return deeds.Do.NOTHING
    answering = Answering(scene.step, stage.round.number, person.id)
    done = f"Recorded for {person.name}: {FOR_EVER}."

    def chosen(choice: str) -> deeds.Deed:
        return deeds.Send(commands.CastBallot(**asdict(answering), choice=choice), done=done)

    if choices := kind.choices(stage.matter):
        return deeds.Choose(f"The vote of {_short(person)}: {FOR_EVER}", choices, chosen)
    title = f"The answers of {_short(person)}: {FOR_EVER}"
    asked, most = kind.asks(scene, stage.matter, team), kind.most(stage.matter)
    return deeds.Fill(partial(EnterForm, title, answering, asked, most), done=done)


def flaw_of_voter(view: FacilitatorView, person: PersonView) -> str:
    """Why nothing can be entered for somebody now; "" where it can."""
    if person.seat is not Seat.VOTER:
        return "Only voters can vote."
    if view.stage.stage is not Stage.VOTING:
        return "No vote is open. Open the round first: SPACE on the screen behind."
    if not person.is_asked:
        return "This round asks others, not their team."
    if person.has_own:
        return f"{person.name} has voted: that vote is theirs alone."
    return ""


def _pick_team(
    view: FacilitatorView, title: str, then: Callable[[str], deeds.Deed], but: str = ""
) -> deeds.Deed:
    choices = [Choice(team.id, team.name) for team in view.room if team.id != but]
    return deeds.Choose(title, choices, then)


def _short(person: PersonView) -> str:
    return fit(person.name, _NAME_CELLS)


# Who speaks, and who leads


def give_word(person: PersonView) -> deeds.Deed:
    """Give the word to somebody; their hand goes down with it."""
    return deeds.Send(commands.GiveWord(to=person.id), done=f"{person.name} has the word.")


def pass_word_on(scene: Scene) -> deeds.Deed:
    """Give the word to whoever is next; with nobody left, take it back."""
    following = scene.speaks_next()
    if following is not None:
        return give_word(following)
    if scene.word is not None:
        return deeds.Send(commands.GiveWord(to=""), done="Nobody has the word now.")
    return deeds.Refuse("No hand is raised, and nobody else is to be heard.")


def hand_over_lead(scene: Scene) -> deeds.Deed:
    """Hand the lead to another facilitator, or take it: at once where there are two."""
    view = scene.view
    others = {person.id: person.name for person in view.facilitators if person.id != view.lead}
    if len(view.facilitators) == 1:
        return deeds.Refuse(ALONE)

    def led_by(who: str) -> deeds.Deed:
        return deeds.Send(commands.HandOverLead(to=who), done=f"{others[who]} leads now.")

    if len(others) == 1:
        return led_by(*others)
    choices = [Choice(who, fit(name, _LEAD_CELLS)) for who, name in others.items()]
    return deeds.Choose("Who shall lead?", choices, led_by)


def leave(scene: Scene) -> deeds.Deed:
    """Leave the screen; asks first where a session goes on, or its log is not written."""
    if scene.stage is not Stage.ENDED:
        return _leave_running(scene)
    if not scene.log_trouble:
        return deeds.Leave()
    more = f"The session is kept. This writes the log later: {scene.way_back}"
    return _leave_if_sure("Leave before the log is safe?", more)


def _leave_if_sure(question: str, more: str) -> deeds.Deed:
    return deeds.Confirm(question, deeds.Leave(), yes="Leave", no="Stay", more=more)


def _leave_running(scene: Scene) -> deeds.Deed:
    question = "Leave this session?"
    others = [p.name for p in scene.view.facilitators if p.is_here and p.id != scene.me]
    if scene.is_visiting or not others:
        kept = "goes on, and your seat is kept" if scene.is_visiting else _ALL_KEPT
        return _leave_if_sure(question, f"It {kept}. Come back with: {scene.way_back}")
    names = listed([fit(name, _LEAD_CELLS) for name in others], _NAMES_SAID)
    verb = "goes" if len(others) == 1 else "go"
    choices = [
        Choice("on", f"{names} {verb} on facilitating", "Everybody stays connected."),
        Choice("close", "Close the session for everybody", f"Go on with: {scene.way_back}"),
    ]
    return deeds.Choose(question, choices, lambda chosen: deeds.Leave(hands_on=chosen == "on"))
