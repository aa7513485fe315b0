"""Every result in ``docs/voting.md`` is what the domain computes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from facilitator.domain.agenda import Attribution, Fallback, Rules
from facilitator.domain.anonymity import moves_told, stand_by_choices, teams_told, withheld
from facilitator.domain.discussion import (
    ClaimPattern,
    movement,
    order_by_counts,
    read_claims,
    sentence,
    speaking_order,
    ways_on,
)
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.register import register
from facilitator.domain.rounds import (
    LEAST_SCALE_FOR_A,
    Ballot,
    Round,
    agreement_a,
    consensus,
    count,
    median,
)
from facilitator.domain.steps.commit import OBJECTION, YES, consent_to
from facilitator.domain.steps.follow_up import TOLD, statuses_told
from facilitator.domain.steps.rate import Rate, RateKind, Statement, coverage
from facilitator.domain.steps.shortlist import rank
from facilitator.domain.views import stage_view
from facilitator.storage.decision_log_toml import parse_log
from tests.docs.pages import plain, tables_with
from tests.worlds.scenario import (
    ANONYMOUS,
    FULL,
    FULL_ANONYMOUS,
    LAST_YEAR,
    PICK,
    SOUP,
    TASTE,
    answered,
    earlier_decision,
    entered,
    joined,
    session,
    started,
)
from tests.worlds.scenario import voted as round_of

NAMES = {"a": "Apples", "b": "Bakers", "c": "Cooks"}
NOTHING = "–"
PEOPLE = ("Ana", "Ben", "Cem", "Dan", "Eva", "Fay")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def vectors(heading, *heads):
    """The rows of the table with these heads below a heading, as tests."""
    (table,) = tables_with("voting.md", *heads, heading=heading)
    cells = [tuple(map(plain, row)) for row in table.rows]
    return pytest.mark.parametrize("row", cells, ids=[" | ".join(row) for row in cells])


def listed(cell):
    return [] if cell == NOTHING else [each.strip() for each in cell.split(",")]


def figure(cell):
    return None if cell == NOTHING else pytest.approx(float(cell.replace("−", "-")), abs=5e-5)


def yes(cell):
    return {"yes": True, "no": False}[cell]


def numbers(cell):
    return tuple(map(int, listed(cell)))


def voted(**teams):
    """A round's ballots and electorate, from each team's cell."""
    ballots, electorate = {}, {}
    for team, cell in teams.items():
        for number, choice in enumerate(listed(cell)):
            voter = f"{team}{number}"
            electorate[voter] = team
            if choice != "silent":
                ballots[voter] = Ballot(choice)
    return ballots, electorate


def read(a, b, c=NOTHING):
    ballots, electorate = voted(a=a, b=b, c=c)
    return read_claims(count(ballots, electorate), frozenset(electorate.values()))


@vectors(
    "The tally of a round",
    *("a votes", "b votes", "required", "eligible", "real votes", "abstained", "need info"),
    *("silent", "leader", "leading share", "met"),
)
def test_a_tally(row):
    a, b, required, eligible, real, abstained, need_info, silent, leader, share, met = row
    tally = count(*voted(a=a, b=b))
    counts = (tally.eligible, tally.real_votes, tally.abstained, tally.need_info, tally.silent)
    assert counts == tuple(map(int, (eligible, real, abstained, need_info, silent)))
    assert tally.leader == (None if leader == NOTHING else leader)
    assert tally.leading_share == figure(share)
    assert tally.meets(float(required)) is yes(met)


@vectors("Claim pattern", "a votes", "b votes", "c votes", "pattern", "driver absent")
def test_a_claim_pattern(row):
    *votes, pattern, absent = row
    reading = read(*votes)
    assert (reading.pattern, reading.driver_absent) == (ClaimPattern(pattern), yes(absent))


def test_every_pattern_stands_on_the_page_in_the_order_in_which_they_apply():
    (table,) = tables_with("voting.md", "pattern", "when")
    assert [plain(pattern) for pattern, _ in table.rows] == [each.value for each in ClaimPattern]


@vectors("Claim pattern", "a votes", "b votes", "c votes", "sentence")
def test_a_sentence_for_the_room(row):
    *votes, words = row
    assert sentence(read(*votes), NAMES) == words


def ballot(cell):
    choice, *rest = cell.split()
    confidence = next((int(each) for each in rest if each != "why"), None)
    return Ballot(choice, confidence, "we say so" if "why" in rest else "")


@vectors("Who speaks next", *PEOPLE, "order")
def test_who_speaks_next(row):
    *cells, order = row
    ballots = {who: ballot(c) for who, c in zip(PEOPLE, cells, strict=True) if c != NOTHING}
    turns = speaking_order(ballots, count(ballots, dict.fromkeys(ballots, "a")))
    assert [" ".join(turn.speakers) for turn in turns] == listed(order)


@vectors("Who speaks next", "votes", "order")
def test_which_choices_are_called_up_without_names(row):
    votes, order = row
    turns = order_by_counts(count(*voted(a=votes)))
    assert [turn.choice for turn in turns] == listed(order)


def by_place(cell):
    """Ballots of one person in each place of a cell."""
    return {str(n): Ballot(c) for n, c in enumerate(cell.split(",")) if c != NOTHING}


@vectors("Movement between rounds", "round before", "round after", "moves", "stayed")
def test_movement(row):
    before, after, moves, stayed = row
    moved = movement(by_place(before), by_place(after))
    told = [f"{one}→{other} {number}" for one, other, number in moved.moves]
    assert (told, moved.stayed) == (listed(moves), int(stayed))


@vectors(
    "What comes after a reveal",
    *("votes", "required", "rounds held", "most rounds", "fallback", "ways on", "advised"),
)
def test_the_ways_on(row):
    votes, required, held, most, fallback, ways, advised = row
    rules = Rules(
        agreement_required=float(required), max_rounds=int(most), fallback=Fallback(fallback)
    )
    found = ways_on(count(*voted(a=votes)), rules, int(held))
    assert [way.value for way in found.open] == listed(ways)
    assert found.advised.value == advised


@vectors("Ratings", "counts", "median", "consensus", "A", "reads")
def test_figures_of_ratings(row):
    cell, middle, agreed, a, _ = row
    counts = numbers(cell)
    assert median(counts) == figure(middle)
    assert consensus(counts) == figure(agreed)
    if len(counts) < LEAST_SCALE_FOR_A:
        assert a == NOTHING
    else:
        assert agreement_a(counts) == figure(a)


def seated(**teams):
    """So many voters of each team, as events, and their ids by team."""
    ids = {team: [f"{team}{n}" for n in range(size)] for team, size in teams.items()}
    events = [joined(p, p.upper(), team) for team, people in ids.items() for p in people]
    return events, ids


def at_step(step, agenda=FULL, **teams):
    events, ids = seated(**teams)
    return (started(agenda), *events, entered(step)), ids


@vectors("Ratings", "a rates", "b rates", "gap")
def test_a_perception_gap(row):
    a, b, gap = row
    there, ids = at_step("taste", a=1, b=1)
    marks = {
        ids[team][0]: {"ripe": int(cell)} for team, cell in (("a", a), ("b", b)) if cell != NOTHING
    }
    state = session(there, answered("taste", **marks))
    (ripe,) = [r for r in RateKind().view(state, TASTE).results if r.statement.id == "ripe"]
    assert ripe.has_gap is yes(gap)


@vectors(
    "Coverage",
    *("first statement", "second statement", "labels", "market-facing", "covered", "opportunity"),
)
def test_coverage(row):
    first, second, labels, market, covered, opportunity = row
    cells = {"first": numbers(first), "second": numbers(second)}
    rate = Rate(
        id="taste",
        title="Taste",
        question="?",
        scale=tuple(map(str, range(int(labels)))),
        statements=tuple(Statement(id=name, text=name, tasks=("soup",)) for name in cells),
    )
    agenda = replace(FULL, steps=(rate, replace(SOUP, market_facing=yes(market))))
    there, ids = at_step("taste", agenda, a=3)
    marks = {
        who: {name: given[n] for name, given in cells.items() if given}
        for n, who in enumerate(ids["a"])
    }
    (found,) = coverage(session(there, answered("taste", **marks)))
    assert (found.covered, found.opportunity) == (figure(covered), figure(opportunity))


@vectors("Shortlist", "Ana", "Ben", "Cem", "fruit covered", "soup covered", "order")
def test_the_order_of_a_shortlist(row):
    *cells, fruit, soup, order = row
    there, ids = at_step("taste", a=3)
    known = {"ripe": fruit, "salted": soup}
    rated = {item: round(float(c) * 2) + 1 for item, c in known.items() if c != NOTHING}
    dots = {
        who: {task: int(n) for task, n in (each.split() for each in listed(cell))}
        for who, cell in zip(ids["a"], cells, strict=True)
    }
    state = session(there, answered("taste", a0=rated), entered("pick"), answered("pick", **dots))
    ranked = rank(state, PICK, state.last_revealed("pick"))
    assert [f"{each.task} {each.dots} by {each.people}" for each in ranked] == listed(order)


CONSENTS = {"yes": YES, "no": OBJECTION, "aside": None}


@vectors("Promises", "attribution", "a answers", "b answers", "can be agreed")
def test_consent(row):
    attribution, a, b, agreed = row
    agenda = FULL if Attribution(attribution) is Attribution.NAMED else FULL_ANONYMOUS
    cells = {"a": listed(a), "b": listed(b)}
    there, ids = at_step("owe", agenda, **{team: len(cell) for team, cell in cells.items()})
    answers = {
        who: {"consent": CONSENTS[said]}
        for team, cell in cells.items()
        for who, said in zip(ids[team], cell, strict=True)
    }
    state = session(there, answered("owe", 1, "jam", **answers))
    record = state.promises["owe"]["jam"]
    assert consent_to(state, "owe", record).is_given is yes(agreed)


@vectors("Promises", "answers", "can be recorded")
def test_what_became_of_a_promise(row):
    said, recorded = row
    events, ids = seated(b=max(1, len(listed(said))))
    there = (started(FULL, LAST_YEAR), *events, entered("look-back"))
    values = [[status.value for status in TOLD].index(each) + 1 for each in listed(said)]
    answers = {who: {"plums": value} for who, value in zip(ids["b"], values, strict=False)}
    state = session(there, answered("look-back", **answers))
    assert list(statuses_told(state, "look-back", "plums")) == listed(recorded)


@vectors("Anonymity", "answers", "withheld")
def test_how_many_answers_are_withheld(row):
    answers, told = map(int, row)
    assert withheld(ANONYMOUS, answers) == told
    assert withheld(FULL, answers) == 0


@vectors("Anonymity", "voters", "answered", "shown")
def test_the_teams_that_are_shown(row):
    voters, answers, shown = row
    teams = dict(zip("abc", numbers(voters), strict=False))
    electorate = {f"{team}{n}": team for team, size in teams.items() for n in range(size)}
    told = dict(zip("abc", numbers(answers), strict=False))
    who = {f"{team}{n}" for team, size in told.items() for n in range(size)}
    assert sorted(teams_told(electorate, who)) == listed(shown)


@vectors("Anonymity", "choices", "words by choice")
def test_whether_words_stand_by_choices(row):
    choices, told = row
    assert stand_by_choices(numbers(choices)) is yes(told)


@vectors("Anonymity", "round before", "round after", "told")
def test_whether_moves_are_told(row):
    before, after, told = row
    electorate = dict.fromkeys(map(str, range(len(before.split(",")))), "a")
    rounds = [
        Round(n, NOON, answers=by_place(cell), closed_at=NOON, electorate=electorate)
        for n, cell in enumerate((before, after), 1)
    ]
    assert moves_told(*rounds) is yes(told)


LOG = """
format = "facilitator.decision-log/1"
teams = [{{ id = "a", name = "Apples" }}, {{ id = "b", name = "Bakers" }}]
[session]
id = "{day}-kitchen-x1y2"
title = "Kitchen"
started_at = {day}
[rules]
agreement_required = {required}
{decisions}
"""
OUTCOMES = ("deferred", "escalated", "parked", "skipped")


def log(said, day="2026-11-22", first=NOTHING, required="0.75", support=NOTHING):
    """A log that says a driver, or an outcome, or nothing of one task."""
    decided = (
        f'outcome = "{said}"' if said in OUTCOMES else f'outcome = "decided"\ndriver = "{said}"'
    )
    lines = ["[[decisions]]", 'task = "soup"', 'title = "Soup"', 'rationale = "So."', decided]
    if support != NOTHING:
        team, kind, detail = support.split()
        given = f'team = "{team}"\ninput = "{kind}"\ndetail = "{detail}"'
        lines += ["[[decisions.support]]", given]
    votes = [choice for choice in listed(first) if choice != NOTHING]
    if votes:
        counts = ", ".join(f"{each} = {votes.count(each)}" for each in dict.fromkeys(votes))
        lines += ["[[decisions.rounds]]", f"votes = {{ {counts} }}"]
    decisions = "decisions = []" if said == "absent" else "\n".join(lines)
    text = LOG.format(day=day, required=required, decisions="")
    text = f"{decisions}\n{text}" if said == "absent" else text + decisions
    reading = parse_log(text.encode(), "log.toml")
    assert reading.log is not None, reading.problems
    return reading.log


def compared(older, newer):
    found = compare(log(older, "2026-05-20"), newer).decisions
    return found[0] if found else None


@vectors("A newer log against an older one", "older", "newer", "verdict")
def test_a_verdict(row):
    older, newer, verdict = row
    found = compared(older, log(newer))
    assert (found.verdict.value if found else NOTHING) == verdict


@vectors("A newer log against an older one", "older", "newer", "first round", "required", "wavers")
def test_what_wavers(row):
    older, newer, first, required, wavers = row
    assert compared(older, log(newer, first=first, required=required)).wavering is yes(wavers)


@vectors("A newer log against an older one", "older", "newer", "added", "removed", "changed")
def test_changes_of_support(row):
    older, newer, *expected = row
    found = compare(log("a", "2026-05-20", support=older), log("a", support=newer))
    support = found.decisions[0].support
    changed = tuple(each.newer for each in support.changed)
    told = [support.added, support.removed, changed]
    assert [[f"{each.team} {each.input}" for each in given] for given in told] == [
        listed(cell) for cell in expected
    ]


@vectors("The decision in force", "sessions", "in force", "reopened")
def test_the_decision_in_force(row):
    sessions, driver, reopened = row
    found = register(log(said, f"2026-11-{n:02}") for n, said in enumerate(listed(sessions), 1))
    assert [each.driver for each in found] == listed(driver)
    assert any(each.reopened for each in found) is yes(reopened)


@vectors("The decision in force", "in force", "votes", "required", "the room")
def test_whether_the_room_holds_it(row):
    driver, cell, required, standing = row
    votes = listed(cell)
    agenda = replace(FULL, rules=replace(FULL.rules, agreement_required=float(required)))
    in_force = (earlier_decision("soup", driver=driver),)
    events, ids = seated(c=len(votes))
    begun = started(agenda, replace(LAST_YEAR, in_force=in_force))
    choices = dict(zip(ids["c"], votes, strict=True))
    state = session(begun, *events, entered("soup"), round_of("soup", **choices))
    assert stage_view(state).in_force.standing.value == standing
