"""A key or table that the format knows, in a place where it doesn't: one message says where to."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.storage.agenda_toml import parse_agenda
from facilitator.storage.decision_log_toml import parse_log
from facilitator.storage.roster_toml import parse_roster
from facilitator.storage.toml_problems import Severity

SPRING = Path(__file__).with_name("spring.toml").read_text(encoding="utf-8")
LOG = Path(__file__).with_name("decision-log-example.toml").read_text(encoding="utf-8")
SUGGESTED = "  [steps.suggested]\n"
TITLE = 'title = "Who owns what this spring?"\n'

AGENDAS = {
    # what is out of place: (replace this, by this, place, line, words of the one message)
    "a task's table at the top": (
        SUGGESTED, "[suggested]\n", "suggested", 49, "write [steps.suggested] below its [[steps]]",
    ),
    "a list of it at the top": (
        SUGGESTED, '[[support]]\nteam = "pm"\n[steps.suggested]\n', "support", 49,
        "write [[steps.suggested.support]] below its [steps.suggested]",
    ),
    "keys of the step too late": (
        'minutes = 8\nphase = "market"\n' + SUGGESTED,
        SUGGESTED + 'minutes = 8\nphase = "market"\nmarket_facing = true\n',
        "steps[3].suggested.minutes", 48,
        'and so do phase and market_facing (in "Launch plan"); put them above [steps.suggested]',
    ),
    "what a step needs too late": (
        'kind = "task"\nid = "launch-plan"\ntitle = "Launch plan"\nminutes = 8\nphase = "market"\n'
        + SUGGESTED,
        SUGGESTED + 'kind = "task"\nid = "launch-plan"\ntitle = "Launch plan"\nminutes = 8\n',
        "steps[3].suggested.kind", 45, "and so do id, title and minutes; put them above",
    ),
    "a rule at the top": (
        TITLE, TITLE + "max_rounds = 3\n", "max_rounds", 4, "where max_rounds stands already",
    ),
    "a rule of the top alone": (
        TITLE, TITLE + 'fallback = "defer"\n', "fallback", 4, "belongs to [rules]; put it below",
    ),
    "a kebab at the top": (
        TITLE, TITLE + 'fall-back = "defer"\n', "fall-back", 4, "put it below [rules] as fallback",
    ),
    "the title below a table": (
        'summary = "Our own grey areas."\n\n[[teams]]\n', '\n[[teams]]\nsummary = "Ours"\n',
        "teams[0].summary", 6, "belongs at the top of the file",
    ),
    "a key of a suggestion in the step": (
        'minutes = 8\nphase = "market"\n', 'minutes = 8\nbecause = "They run it."\n',
        "steps[3].because", 48, "belongs to [steps.suggested], where because stands already",
    ),
    "a key of another kind of step": (
        'kind = "close"\n', 'kind = "close"\ndots = 3\n', "steps[6].dots", 68,
        'only [[steps]] of the kind "shortlist" have it',
    ),
    "the rules below a team": ("[rules]", "[teams.rules]", "teams[1].rules", 14, "write [rules]"),
    "kebab": ("max_rounds", "max-rounds", "rules.max-rounds", 16, "did you mean max_rounds?"),
    "camel": ("max_rounds", "maxRounds", "rules.maxRounds", 16, "did you mean max_rounds?"),
    "capitals": ("[rules]", "[Rules]", "Rules", 14, "did you mean rules?"),
    "one rule": ("[rules]", "[rule]", "rule", 14, "did you mean rules?"),
    "several": ("minutes = 8\nphase", "minute = 8\nphase", "steps[3].minute", 47, "mean minutes?"),
}  # fmt: skip

LOGS = {
    "a promise": ("[[commitments]]", "[[commitment]]", "commitment", "did you mean commitments?"),
    "a kebab": ("[[parking_lot]]", "[[parking-lot]]", "parking-lot", "mean parking_lot?"),
    "a camel": ("review_on =", "reviewOn =", "decisions[0].reviewOn", "did you mean review_on?"),
    "support at the top": (
        "[[decisions.support]]", "[[support]]", "support",
        "write [[decisions.support]] below its [[decisions]]",
    ),
    "ballots at a decision": (
        "[[decisions.rounds.ballots]]", "[[decisions.ballots]]", "decisions[0].ballots",
        "write [[decisions.rounds.ballots]] below its [[decisions.rounds]]",
    ),
    "a rule in the session": (
        "rehearsal = false", 'rehearsal = false\nquorums = 1\napprover = "Vi"',
        "session.approver", "belongs to [rules]; put it below [rules]",
    ),
    "the session's at the top": (
        "[session]", 'attribution = "named"\n\n[session]', "attribution", "[session]",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", AGENDAS.values(), ids=AGENDAS)
def test_in_an_agenda_one_message_says_where_it_belongs(row):
    old, new, place, line, words = row
    assert old in SPRING
    found = parse_agenda(SPRING.replace(old, new, 1).encode(), "x.toml").problems
    (problem,) = [each for each in found if each.severity is Severity.ERROR]
    assert (problem.place, problem.line) == (place, line)
    assert words in f"{problem.message}; {problem.hint}"
    warned = [each.place for each in found if each is not problem]
    assert warned in ([], ["steps[3].minutes"])


@pytest.mark.parametrize("row", LOGS.values(), ids=LOGS)
def test_in_a_log_it_is_warned_of_where_it_belongs(row):
    old, new, place, words = row
    assert old in LOG
    found = parse_log(LOG.replace(old, new, 1).encode(), "x.toml").problems
    told = {each.place: each for each in found}
    assert told[place].severity is Severity.WARNING
    assert words in f"{told[place].message}; {told[place].hint}"


def test_in_a_roster_too():
    text = 'format = "facilitator.roster/1"\n\n[[person]]\nname = "Ana"\n'
    found = parse_roster(text.encode(), "x.toml", (), str.casefold).problems
    assert ["did you mean people?" in each.hint for each in found] == [False, True][: len(found)]


def test_what_must_not_stand_there_is_not_proposed():
    text = SPRING.replace("max_rounds = 3", 'aprover = "Vi"')
    (problem,) = parse_agenda(text.encode(), "x.toml").problems
    assert "did you mean" not in problem.hint
    assert " approver" not in problem.hint


def test_a_name_there_already_is_to_be_taken_out_and_not_written_twice():
    text = SPRING.replace("max_rounds = 3", "max_rounds = 3\nmaxrounds = 4")
    (problem,) = parse_agenda(text.encode(), "x.toml").problems
    assert problem.hint == "did you mean max_rounds? it stands here already: take this one out"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "pmm"', 'id = "pm"', "teams[1].id"),
        ('id = "pmm"', 'id = "P & M"', "teams[1].id"),
        ('id = "pmm"', 'id = "PMM"', "teams[1].id"),
        ('id = "pmm"', 'id = "abstain"', "teams[1].id"),
        ('id = "pmm"', "id = 7", "teams[1].id"),
        ('id = "pmm"\n', "", "teams[1].id"),
        ('id = "launch-plan"', 'id = "Launch_Plan"', "steps[3].id"),
        ('id = "launch-plan"', 'id = "pricing"', "steps[4].id"),
        ('id = "launch-plan"\n', "", "steps[3].id"),
    ],
)
def test_an_id_that_is_refused_has_no_faults_that_follow(old, new, place):
    text = SPRING.replace(old, new, 1).replace("dots = 3", 'from = ["launch-plan"]\ndots = 3')
    text = text.replace("keep = 2", "keep = 1")
    (problem,) = parse_agenda(text.encode(), "x.toml").problems
    assert problem.place == place


def test_a_sound_file_keeps_its_checks_of_names():
    text = SPRING.replace('driver = "pmm"', 'driver = "pnm"')
    (problem,) = parse_agenda(text.encode(), "x.toml").problems
    assert problem.hint.endswith('use "pm" or "pmm"')


@pytest.mark.parametrize("gone", ["dots = 3\n", "keep = 2\n"])
def test_what_is_missing_is_named_without_a_value_that_means_something(gone):
    (problem,) = parse_agenda(SPRING.replace(gone, "").encode(), "x.toml").problems
    assert "… (a whole number from 1 to" in problem.hint
