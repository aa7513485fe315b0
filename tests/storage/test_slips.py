"""What people really write instead of TOML: the slip is named, at its place, with a mend."""

from __future__ import annotations

import string
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.storage.agenda_toml import parse_agenda
from facilitator.storage.decision_log_toml import parse_log
from facilitator.storage.roster_toml import parse_roster
from tests.examples import examples

SPRING = Path(__file__).with_name("spring.toml").read_text(encoding="utf-8")
TITLE = 'title = "Launch plan"'
SHARE = "agreement_required = 0.75"
PHASE = 'phase = "market"'
SCALE = '["Not at all", "Partly", "Fully"]'
SECOND = '{ id = "pricing-ok", text = "Prices are clear" },'
WHY = 'text = "Why we are here."'

SLIPS = {
    # what is slipped: (replace this, by this, line and column, words of the message and the mend)
    "one table for a list": (
        '[[teams]]\nid = "pm"\n', '[teams]\nid = "pm"\n', (6, 1),
        "[teams] opens one table, and a list of teams needs [[teams]]",
    ),
    "one table in the middle": (
        '[[steps]]\nkind = "rate"', '[steps]\nkind = "rate"', (25, 1), "write [[steps]]",
    ),
    "a list for one table": (
        '[[steps]]\nkind = "brief"', '[[rules]]\nfallback = "defer"\n\n[[steps]]\nkind = "brief"',
        (19, 1), "write [rules], and once",
    ),
    "a table before its step": (
        '[[steps]]\nkind = "brief"',
        '[steps.suggested]\ndriver = "pm"\n[[steps]]\nkind = "brief"',
        (19, 1), "stands before the first [[steps]]",
    ),
    "a table twice": (
        '[[steps]]\nkind = "brief"', '[rules]\nfallback = "defer"\n[[steps]]\nkind = "brief"',
        (19, 1), "[rules] is on line 14 already; put the keys of both into one",
    ),
    "a list in two ways": (
        '[[teams]]\nid = "pm"\n', 'teams = []\n[[teams]]\nid = "pm"\n',
        (7, 1), "teams is a value on line 6, and here it is [[teams]]",
    ),
    "a key twice": (
        "max_rounds = 3", "max_rounds = 3\nmax_rounds = 4", (17, 1), "first on line 16; take one",
    ),
    "no header between two": (
        '[[teams]]\nid = "pmm"', 'id = "pmm"', (10, 1), "begin the next entry with [[teams]]",
    ),
    "curly quotes": (TITLE, "title = “Launch plan”", (46, 9), "“ is a typographic quote"),
    "low quotes": (TITLE, "title = „Launch plan“", (46, 9), 'write " around the text'),
    "guillemets": (TITLE, "title = « Launch »", (46, 9), "« is a typographic quote"),
    "curly apostrophes": (TITLE, "title = ‘Launch’", (46, 9), 'like "Launch"'),
    "full-width quotes": (TITLE, "title = ＂Launch＂", (46, 9), "U+FF02"),
    "backticks": (TITLE, "title = `Launch`", (46, 9), "` is no quote of TOML"),
    "a curly quote at the end": (TITLE, 'title = "Launch”', (46, 16), "ends with ”"),
    "curly quotes in a list": ('"Partly"', "“Partly”", (29, 24), "“ is a typographic quote"),
    "curly quotes in braces": ('"Launches run well"', "“Runs”", (31, 29), 'like "Runs"'),
    "a curly key": (PHASE, '“phase” = "market"', (48, 1), "“ is a typographic quote"),
    "no comma": (SCALE, '["Not at all" "Partly"]', (29, 22), "a comma is missing between two"),
    "no comma between lines": (
        SCALE, '[\n"No"  # not yet\n"Yes"\n]', (30, 5), 'write , after "No"',
    ),
    "no comma between tables": (
        'tasks = ["launch-plan"] },', 'tasks = ["launch-plan"] }', (31, 89), "write , after }",
    ),
    "no comma in braces": ('"pricing-ok", text', '"pricing-ok" text', (32, 22), "write , after"),
    "no comma between numbers": (SCALE, "[1 2 3]", (29, 11), "write , after 1"),
    "two commas": ('"Partly", "Fully"', '"Partly",, "Fully"', (29, 33), "take one comma out"),
    "semicolons": (SCALE, '["No"; "Yes"]', (29, 14), "; stands where a comma belongs"),
    "no closing bracket": (SCALE, '["No", "Yes"', (29, 9), "write ] at its end"),
    "no closing brace": (SECOND, SECOND.replace(" }", ""), (32, 3), "write } at its end"),
    "the wrong bracket": (SECOND, SECOND.replace(" }", " ]"), (32, 3), "has no closing }"),
    "round brackets": (SCALE, '("No", "Yes")', (29, 9), 'write a list as ["one", "two"]'),
    "a decimal comma": (SHARE, "agreement_required = 0,75", (15, 22), "a decimal point: 0.75"),
    "a decimal comma in braces": (
        SECOND, '{ id = "x", text = 0,75 },', (32, 22), "write a decimal point: 0.75",
    ),
    "percent": (SHARE, "agreement_required = 75%", (15, 22), "in percent; write 0.75"),
    "percent with a space": (SHARE, "agreement_required = 66,7 %", (15, 22), "write 0.667"),
    "percent in words": (SHARE, "agreement_required = 80 percent", (15, 22), "write 0.8"),
    "a fraction": (
        SHARE, "agreement_required = 3/4", (15, 22), "a fraction stands here; write 0.75",
    ),
    "thirds": (SHARE, "agreement_required = 2 / 3", (15, 22), "write 0.6667"),
    "a sign for a fraction": (SHARE, "agreement_required = ¾", (15, 22), "write 0.75"),
    "no digit before the point": (SHARE, "agreement_required = .75", (15, 22), "write 0.75"),
    "no digit after the point": (SHARE, "agreement_required = 1.", (15, 22), "write 1, or 1.0"),
    "zeros in front": ("max_rounds = 3", "max_rounds = 03", (16, 14), "write 3"),
    "thousands": ("= 120", "= 1,200", (17, 21), "write 1200, or 1.200 for a decimal"),
    "a unit": ("minutes = 5\n", "minutes = 5 min\n", (22, 11), "write 5 alone"),
    "a clock": ("minutes = 5\n", "minutes = 0:05\n", (22, 11), "no time of TOML"),
    "a short date": (PHASE, "phase = 2027-3-1", (48, 9), "write 2027-03-01"),
    "a date with dots": (PHASE, "phase = 1.3.2027", (48, 9), "write year, month, day"),
    "a day that never was": (PHASE, "phase = 2027-02-30", (48, 9), "there is no such day"),
    "yes": (
        PHASE, "market_facing = yes", (48, 17), "TOML's own words are true and false: write true",
    ),
    "No": (PHASE, "market_facing = No # x", (48, 17), "write false"),
    "True": (PHASE, "market_facing = True", (48, 17), "write true"),
    "None": (PHASE, "phase = None", (48, 9), "TOML has no word for nothing: take the key out"),
    "null in a list": (
        'tasks = ["launch-plan"]', "tasks = [null]", (31, 73), "no word for nothing",
    ),
    "nothing": (TITLE, "title =", (46, 8), "a value is missing after ="),
    "only a comment": (TITLE, "title = # later", (46, 9), "a value is missing after ="),
    "no quotes": (TITLE, "title = Launch plan", (46, 9), 'text needs quotes: "Launch plan"'),
    "no quotes and another script": (TITLE, "title = План", (46, 9), 'text needs quotes: "План"'),
    "no opening quote": (TITLE, 'title = Launch plan"', (46, 9), 'write "Launch plan"'),
    "no closing quote": (TITLE, 'title = "Launch plan', (46, 9), "text in quotes ends on its line"),
    "text over two lines": (WHY, 'text = "Why we\nare here."', (23, 8), 'between """ and """'),
    "no closing three": (WHY, 'text = """Why we are here.', (23, 8), 'write """ at its end'),
    "three quotes taken for the next": (
        WHY, 'text = """Why\n\n[[steps]]\nkind = "brief"\ntext = """more"""', (27, 8),
        "begins on line 23 ends here",
    ),
    "quotes within": (TITLE, 'title = "The "big" plan"', (46, 14), r'write \" for those within'),
    "quotes within a list": ('"Partly"', '"Par"t"ly"', (29, 28), r'write \" for those within'),
    "an apostrophe": (TITLE, "title = 'It's a plan'", (46, 12), "put it in double quotes"),
    "a path of Windows": (TITLE, r'title = "C:\plans"', (46, 14), "write it twice"),
    "a no-break space": (TITLE, '\u00a0title = "Launch"', (46, 1), "a no-break space (U+00A0)"),
    "one after the key": (TITLE, 'title\u00a0= "Launch"', (46, 6), "write a plain space"),
    "a narrow one": (TITLE, 'title =\u202f"Launch"', (46, 8), "a narrow no-break space (U+202F)"),
    "one in a list": ('"Partly", ', '"Partly",\u00a0', (29, 33), "a no-break space (U+00A0)"),
    "one in a header": ('[[teams]]\nid = "pm"\n', '[[teams\u00a0]]\nid = "pm"\n', (6, 8), "U+00A0"),
    "an ideographic one": (TITLE, 'title\u3000= "Launch"', (46, 6), "U+3000"),
    "a zero-width space": (TITLE, 'ti\u200btle = "Launch"', (46, 3), "which nobody can see"),
    "one after a number": ("minutes = 5\n", "minutes = 5\u200b\n", (22, 12), "U+200B"),
    "a direction mark": ("minutes = 5\n", "minutes = 5\u200e\n", (22, 12), "left-to-right mark"),
    "a byte order mark": (
        '[[steps]]\nkind = "brief"', '\ufeff[[steps]]\nkind = "brief"', (19, 1), "U+FEFF",
    ),
    "a soft hyphen": ("max_rounds", "max\u00ad_rounds", (16, 4), "a soft hyphen (U+00AD)"),
    "a dash for a minus": ("minutes = 5\n", "minutes = –5\n", (22, 11), "write a plain hyphen"),
    "a full-width comma": ('"Partly", ', '"Partly"，', (29, 32), "write a plain ,"),
    "a full-width digit": ("minutes = 5\n", "minutes = ５\n", (22, 11), "write plain digits: 5"),
    "a look-alike letter": (TITLE, 'tіtle = "Launch"', (46, 2), "cyrillic small letter"),
    "a control character": (
        TITLE, 'title = "La\x07unch"', (46, 12), "a control character (U+0007)",
    ),
    "line ends of an old Mac": (TITLE, 'title = "Launch"\rid = 1', (46, 17), "line ends LF"),
    "a conflict": (
        TITLE, '<<<<<<< HEAD\ntitle = "A"\n=======\ntitle = "B"\n>>>>>>> spring', (46, 1),
        "an unresolved git conflict, from line 46 to line 50",
    ),
    "a conflict of three": (
        TITLE, '<<<<<<< HEAD\ntitle = "A"\n||||||| 1a\n=======\ntitle = "B"\n>>>>>>> b', (46, 1),
        "from line 46 to line 51",
    ),
    "a conflict within a text": (
        WHY, 'text = """\n<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> b\n"""', (24, 1),
        "from line 24 to line 28",
    ),
    "a mark left over": (TITLE, f"{TITLE}\n>>>>>>> spring", (47, 1), "the mark of a git conflict"),
    "a row of a spreadsheet": (TITLE, "Launch plan\tmarket\t8", (46, 1), "a row of a spreadsheet"),
    "a cell after a value": ("minutes = 5\n", "minutes = 5\t8\n", (22, 13), "with tabs between"),
    "a tab for an equals sign": (TITLE, 'title\t"Launch"', (46, 1), "a tab stands after title"),
    "a row with commas": (TITLE, "pm,Product Management", (46, 1), "with commas between"),
    "a colon": (TITLE, "title: Launch plan", (46, 1), 'write title = "Launch plan"'),
    "a colon in braces": (
        'id = "pricing-ok"', 'id: "pricing-ok"', (32, 7), ": stands where = belongs",
    ),
    "a list of YAML": ('[[teams]]\nid = "pm"\n', '- id = "pm"\n', (6, 1), "a list of YAML"),
    "JSON": ('format = "facilitator.agenda/1"', '{ "format": 1 }', (1, 1), "this is JSON"),
    "a fence": ("format = ", "```toml\nformat = ", (1, 1), "a fence of Markdown"),
    "slashes": (TITLE, f"// the plan\n{TITLE}", (46, 1), "a comment begins with #"),
    "slashes behind": ("minutes = 5\n", "minutes = 5 // x\n", (22, 13), "a comment begins with #"),
    "a comma at the end": (TITLE, f"{TITLE},", (46, 22), ", stands at the end of a line"),
    "two keys": (TITLE, f"{TITLE} x = 1", (46, 23), "each key has a line of its own"),
    "no equals sign": (TITLE, 'title "Launch"', (46, 1), "= is missing after title"),
    "two equals signs": (TITLE, 'title == "Launch"', (46, 8), "write = alone"),
    "spaces in a key": ("max_rounds = 3", "max rounds = 3", (16, 1), "write max_rounds"),
    "prose": (TITLE, "Who runs launches", (46, 1), "begin a comment with #"),
    "half a header": ('[[teams]]\nid = "pm"\n', '[[teams]\nid = "pm"\n', (6, 1), "write [[teams]]"),
    "text behind a header": (
        "[rules]", "[rules] as agreed", (14, 1), "a comment after it begins with #",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_the_slip_is_named_at_its_place_with_a_mend(slip):
    old, new, place, words = slip
    assert old in SPRING
    (problem,) = parse_agenda(SPRING.replace(old, new, 1).encode(), "x.toml").problems
    assert (problem.line, problem.column) == place
    assert problem.place == "line {}, column {}".format(*place)
    assert words in f"{problem.message}; {problem.hint}"
    assert "('" not in str(problem)


@pytest.mark.parametrize("name", ["a conflict", "curly quotes", "a decimal comma", "yes"])
def test_logs_and_rosters_are_told_of_as_agendas_are(name):
    old, new, _, words = SLIPS[name]
    text = SPRING.replace(old, new, 1).encode()
    (in_log,) = parse_log(text, "x.toml").problems
    (in_roster,) = parse_roster(text, "x.toml", (), str.casefold).problems
    assert words in f"{in_log.message}; {in_log.hint}"
    assert in_roster == in_log


def test_every_conflict_of_a_file_is_told():
    conflict = "<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n"
    found = parse_agenda((conflict * 3 + SPRING).encode(), "x.toml").problems
    assert [problem.line for problem in found] == [1, 6, 11]


def test_a_line_of_equals_signs_in_a_text_is_no_conflict():
    heading = 'text = """\nWhy\n=======\nwe are here."""'
    assert parse_agenda(SPRING.replace(WHY, heading).encode(), "x.toml").problems == ()


def test_line_ends_of_windows_change_no_place():
    old, new, place, _ = SLIPS["a conflict"]
    text = SPRING.replace(old, new, 1).replace("\n", "\r\n")
    (problem,) = parse_agenda(text.encode(), "x.toml").problems
    assert (problem.line, problem.column) == place


def test_utf_16_is_named():
    (problem,) = parse_agenda(SPRING.encode("utf-16"), "x.toml").problems
    assert problem.message == "the file is in UTF-16, not UTF-8"


@examples(percent=300)
@given(
    st.integers(0, len(SPRING)),
    st.integers(0, 12),
    st.text(string.printable + "“”„’«»\u00a0\u200b，＝½–\r", max_size=6),
)
def test_whatever_is_mistyped_is_told_in_a_line_without_the_parsers_words(at, gone, typed):
    text = SPRING[:at] + typed + SPRING[at + gone :]
    for problem in parse_agenda(text.encode(), "x.toml").problems:
        assert "\n" not in str(problem)
        assert "namespace" not in problem.message
        assert "('" not in problem.message.replace(typed, "")
        assert problem.line <= text.count("\n") + 1


def test_a_file_of_one_mebibyte_is_told_of_in_seconds():
    for flood in ("x = [1,\n" * 100_000, "a\t" * 500_000, '"' * 1_000_000, "[" * 1_000_000,
                  "x.y = 1\n" * 120_000, "[[t]]\nx = 1\n" * 80_000 + "x = 0,75",
                  "<<<<<<<\n" * 120_000, "{ x = 1 " * 100_000, "=" * 1_000_000,
                  "x = " + "a " * 500_000, "- " * 500_000, 'x = "' + "\\" * 999_999):  # fmt: skip
        started = time.process_time()
        assert parse_agenda(flood.encode(), "x.toml").problems
        assert time.process_time() - started < 20, flood[:20]
