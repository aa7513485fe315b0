"""Pages of no step: the form for a seat, with its keys, the code of a seat, the gathering, help."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.people import NAME_CELLS, Seat
from facilitator.domain.state import Session
from facilitator.domain.views import OutlineEntry, Stage, stage_view
from facilitator.domain.words.signs import OBSERVER, STEP_SIGNS
from facilitator.live.arrivals import Place
from facilitator.ui.ink import BLANK, Ink, Line, blocks, line, padded, paragraph, spread
from facilitator.ui.text import cells, is_typed, pad
from facilitator.ui.voting.line_editor import editor_of, field
from facilitator.ui.voting.scene import CHOICE_KEYS, JoinForm, Reaction, Scene, Tone
from facilitator.ui.voting.steps import kind_of
from facilitator.ui.voting.steps.kind import LEAVE, TEXT_WIDTH, WATCHING, Key, Page, Picture

SCROLL: Key = ("↑ ↓", "Scroll, also PageUp and PageDown, where there is more")
SCROLL_BY_PAGE: Key = ("PgUp PgDn", "Scroll, where there is more")
LEAVING: Key = ("Q", "Leave. Seat and answers stay yours")
WORDS = {
    Stage.GATHERING: "The room gathers. The facilitator begins; this screen follows by itself.",
    Stage.ENDED: "The workshop is over. What was decided is in the decision log.",
}
"""What a screen is for that belongs to no step."""


def form_of(state: Session, suggested_name: str, *, bound: bool = False) -> JoinForm:
    """The empty form for taking a seat in a session, under that very name if it is ``bound``."""
    teams = state.agenda.teams
    stage = stage_view(state)
    return JoinForm(
        teams=teams,
        name=editor_of(suggested_name, most_cells=NAME_CELLS),
        team=0 if len(teams) == 1 else None,
        in_name=not bound,
        suggested=bool(suggested_name) and not bound,
        title=stage.title,
        named=stage.named,
        bound=bound,
    )


# Keys of the form


def press(scene: Scene, form: JoinForm, key: str, character: str | None) -> Reaction:
    """Say who one is and where one sits. No key counts while the seat is being taken."""
    if scene.pending:
        return scene, ()
    if key in ("tab", "shift+tab") and not form.bound:
        return _with(scene, replace(form, in_name=not form.in_name, suggested=False)), ()
    if form.in_name:
        return _name_field(scene, form, key, character), ()
    return _team_field(scene, form, key, (character or "").upper())


def typed(form: JoinForm, text: str) -> JoinForm:
    """The name with more typed; the first that is typed replaces a name nobody has typed."""
    name = replace(form.name, text="", cursor=0) if form.suggested else form.name
    return replace(form, name=name.typed(text), suggested=False)


def _name_field(scene: Scene, form: JoinForm, key: str, character: str | None) -> Scene:
    if key in ("enter", "down"):
        if not form.name.line:
            return scene.saying("Type your name first.", Tone.BAD)
        return _with(scene, replace(form, in_name=False, suggested=False))
    if character and is_typed(character):
        return _with(scene, typed(form, character))
    return _with(scene, replace(form, name=form.name.pressed(key), suggested=False))


def _team_field(scene: Scene, form: JoinForm, key: str, character: str) -> Reaction:
    number = CHOICE_KEYS.find(character) if character else -1
    if 0 <= number < len(form.teams):
        return _with(scene, replace(form, team=number)), ()
    if character == "O":
        return _with(scene, replace(form, observes=not form.observes)), ()
    if key == "up" and not form.team and not form.bound:
        return _with(scene, replace(form, in_name=True)), ()
    if key in ("up", "down"):
        place = -1 if form.team is None else form.team
        place = max(0, min(len(form.teams) - 1, place + (1 if key == "down" else -1)))
        return _with(scene, replace(form, team=place)), ()
    if key != "enter":
        return scene, ()
    if form.team is None:
        return scene.saying("Pick your team by its number.", Tone.BAD), ()
    seat = Seat.OBSERVER if form.observes else Seat.VOTER
    return scene, (Place(form.name.line, form.teams[form.team].id, seat),)


def _with(scene: Scene, form: JoinForm) -> Scene:
    return replace(scene, form=form)


# Pages


def join_page(form: JoinForm, width: int) -> Page:
    """Name and team."""
    ready = not form.in_name and form.team is not None
    enter = ("Watch" if form.observes else "Take the seat") if ready else "Next"
    back = () if form.bound else (("Tab", "Back to the name"),)
    watch = "Vote after all" if form.observes else "Observe"
    choose = (("1-9 ↑↓", "Choose the team"), ("O", watch), *back)
    asks = "Which is your team?" if form.bound else "Who are you?"
    main = blocks(
        [line(f"Welcome. {asks}", Ink.STRONG)],
        [(("  Your name   ", Ink.STRONG if form.in_name else Ink.MUTED), *_name(form))],
        [line("  Your team", Ink.MUTED if form.in_name else Ink.STRONG), *_teams(form)],
        [_observing(form)],
        paragraph(_secret(named=form.named), min(width, TEXT_WIDTH), Ink.MUTED),
    )
    return Page(
        main=main,
        status=_what_next(form),
        keys=(("Enter", enter), ("Ctrl+C", "Leave"), *(() if form.in_name else choose)),
        is_tight=True,
        focus=0 if form.in_name else len(main),
    )


def _secret(*, named: bool) -> str:
    votes = "beside your name" if named else "without any name"
    return f"Votes are secret until the reveal, and then shown {votes}."


def _name(form: JoinForm) -> Line:
    if form.in_name:
        return field(form.name, NAME_CELLS + 2)
    return ((pad(form.name.shown.text, NAME_CELLS + 2), Ink.FIELD),)


def _teams(form: JoinForm) -> list[Line]:
    return [
        _pick(form, key, team.name, is_chosen=number == form.team)
        for number, (key, team) in enumerate(zip(CHOICE_KEYS, form.teams, strict=False))
    ]


def _observing(form: JoinForm) -> Line:
    """The seat without a vote, for whoever is only here to watch."""
    row = _pick(form, "O", "Observe, without a vote", is_chosen=form.observes)
    chosen = f"  {OBSERVER.glyph} chosen; O again to vote" if form.observes else ""
    return (*row, (chosen, Ink.MUTED))


def _pick(form: JoinForm, key: str, words: str, *, is_chosen: bool) -> Line:
    return (
        ("  ▸ " if is_chosen else "    ", Ink.MINE),
        (f"{key}  ", Ink.MUTED if form.in_name else Ink.KEY),
        (words, Ink.MINE if is_chosen else Ink.TEXT),
    )


def _what_next(form: JoinForm) -> str:
    if form.in_name:
        return "Type your name as the room knows you, then press Enter."
    if form.team is None:
        return "Choose your team by its number."
    if form.observes:
        return "Press Enter to watch, without a vote."
    return "Press Enter to take the seat."


def code_page(resume_code: str, come_back: str, width: int) -> Page:
    """The resume code, shown once."""
    box = f"   {resume_code}   "
    edge = "━" * cells(box)
    return Page(
        main=blocks(
            paragraph("You have your seat.", width, Ink.STRONG),
            [line("Write this down. It is shown only this once:")],
            [
                line(f"  ┏{edge}┓", Ink.KEY),
                line(f"  ┃{box}┃", Ink.KEY),
                line(f"  ┗{edge}┛", Ink.KEY),
            ],
            paragraph(
                "If the connection drops, it brings you back to this very seat and to your"
                " vote. Connect again, and give it in place of the join code:",
                min(width, TEXT_WIDTH),
            ),
            [line(f"  {come_back}", Ink.STRONG)],
        ),
        status="Nobody can vote in your name without this code. Keep it to yourself.",
        keys=(("Enter", "I have written it down"), ("Ctrl+C", "Leave")),
    )


def gathering_page(picture: Picture, width: int) -> Page:
    """Who I am, who is here, and what we will do."""
    room = min(width, TEXT_WIDTH)
    words = _secret(named=picture.named) if picture.is_voter else WATCHING
    return Page(
        main=blocks(
            [(("Welcome, ", Ink.STRONG), (picture.name, Ink.MINE), (".", Ink.STRONG))],
            [
                *([line(f"You sit with {picture.team_name}.")] if picture.team_name else []),
                *paragraph(words, room),
            ],
            [line("What we will do", Ink.STRONG), *_outline(picture.outline, room)],
        ),
        status="The facilitator begins when the room is ready. This screen follows by itself.",
    )


def _outline(outline: tuple[OutlineEntry, ...], width: int) -> list[Line]:
    digits = len(str(len(outline)))
    rows: list[Line] = []
    for number, entry in enumerate(outline, 1):
        minutes = f"{entry.minutes} min" if entry.minutes else ""
        sign = STEP_SIGNS[entry.status].glyph
        left = ((f"{sign} {number:>{digits}}  ", Ink.MUTED), (entry.title, Ink.TEXT))
        rows.append(spread(left, line(minutes, Ink.MUTED), width))
    total = sum(entry.minutes or 0 for entry in outline)
    return [*rows, *([spread(BLANK, line(f"{total} min in all", Ink.MUTED), width)] * bool(total))]


# Help


def help_page(picture: Picture, width: int) -> Page:
    """What the keys of the screen behind do, and what somebody types whose seat this is not."""
    keys, words = help_words(picture)
    column = max(cells(key) for key, _ in keys) + 2
    who, not_you = picture.not_you or ("", "")
    return Page(
        main=blocks(
            [line("Help for this screen", Ink.STRONG)],
            paragraph(words, min(width, TEXT_WIDTH)),
            [
                row
                for key, what in keys
                for row in paragraph(what, width, first=padded(line(key, Ink.KEY), column))
            ],
            [*paragraph(who, width), line(f"  {not_you}", Ink.STRONG)] if not_you else [],
        ),
        keys=(("?", "Back"), LEAVE),
    )


def help_words(picture: Picture) -> tuple[tuple[Key, ...], str]:
    """The keys of the screen behind, and what that screen is for."""
    words, own = _of_the_step(picture)
    if picture.stage is Stage.ENDED:
        return (SCROLL, LEAVING), words
    if not picture.is_voter:
        words = f"{words} {WATCHING}"
    elif picture.dissent is not None:
        words += " It keeps your objection, and its words are yours until the room moves on."
    elif picture.stage is Stage.VOTING and not own:
        words += " This time others are asked, not you."
    takes_arrows = any("↑" in key + what for key, what in own)
    return (
        *own,
        ("H", "Raise your hand, or lower it"),
        ("P", "Park something: a thought for later, so that it is not lost"),
        SCROLL_BY_PAGE if takes_arrows else SCROLL,
        LEAVING,
    ), words


def _of_the_step(picture: Picture) -> tuple[str, tuple[Key, ...]]:
    """What the screen is for, and the keys that only this kind of step has."""
    stage = picture.stage or Stage.GATHERING
    if picture.matter is None:
        return WORDS[stage], ()
    kind = kind_of(picture.matter)
    anonymous = {} if picture.named else kind.anonymous_words
    words = anonymous.get(stage) or kind.words.get(stage, "")
    return words, kind.keys(picture.matter, picture)
