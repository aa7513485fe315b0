"""An amended log's file holds the change, and whatever else stood in it."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.decision_log.amending import (
    AmendmentRefused,
    Change,
    CorrectTyping,
    SetCommitmentOwner,
    SetDueDay,
    SetOwner,
    SetReviewDate,
    SetStatus,
    amend,
)
from facilitator.domain.decisions import CommitmentStatus
from facilitator.storage.decision_log_amending import (
    FileChanged,
    OpenedLog,
    amended_file,
    open_log,
    replace_log,
)
from facilitator.storage.decision_log_toml import LogUnsound, dump_log, parse_log, read_log
from facilitator.storage.toml_file import FileUnreadable
from tests.examples import examples
from tests.storage.amending_process import NOW
from tests.worlds.by_hand import BY_HAND
from tests.worlds.random_sessions import WORDS, logs


def opened(text: str | bytes) -> OpenedLog:
    data = text.encode() if isinstance(text, str) else text
    log = parse_log(data, "log.toml").log
    assert log is not None
    return OpenedLog(Path("log.toml"), data, log)


def edited(text: str, *changes: Change) -> str:
    """The text of a log's file after these changes; it keeps its layout."""
    log = opened(text)
    amended = amend(log.log, changes, "Ines", NOW).log
    file = amended_file(log, amended)
    assert file.keeps_layout
    assert parse_log(file.data, "log.toml").log == amended
    return file.data.decode()


def difference(before: str, after: str) -> list[str]:
    """The lines taken out and put in, each with its sign."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line.rstrip() for line in lines if line[0] in "+-"]


def noted(*whats: str) -> list[str]:
    """The lines that amendments add at the end of a file."""
    return [
        f"+ {line}".rstrip()
        for what in whats
        for line in (
            "",
            "[[amendments]]",
            "at = 2026-12-02T10:00:00Z",
            'by = "Ines"',
            f'what = "{what}"',
        )
    ]


def test_nothing_changes_in_a_file_written_by_hand_but_what_was_asked_for():
    after = edited(
        BY_HAND,
        SetOwner("sales-training", "Kim"),
        SetOwner("price-list", "Raj"),
        SetReviewDate("sales-training", date(2027, 3, 1)),
        SetStatus("win-loss", CommitmentStatus.KEPT),
        SetDueDay("win-loss", date(2027, 1, 31)),
        SetCommitmentOwner("win-loss", "Ana"),
    )
    assert difference(BY_HAND, after) == [
        '+ owner = "Kim"',
        "- review_on = 2027-02-02      # a Tuesday",
        "+ review_on = 2027-03-01      # a Tuesday",
        '- owner = "Lee"               # until the summer',
        '+ owner = "Raj"               # until the summer',
        '+ owner = "Ana"',
        "+ due = 2027-01-31",
        '- status = "open"',
        '+ status = "kept"',
        *noted(
            "owner of sales-training: nobody -> Kim",
            "owner of price-list: Lee -> Raj",
            "review of sales-training: 2027-02-02 -> 2027-03-01",
            "status of commitment win-loss: open -> kept",
            "due day of commitment win-loss: no day -> 2027-01-31",
            "owner of commitment win-loss: nobody -> Ana",
        ),
    ]
    assert 'driver = "pmm"\nowner = "Kim"\n# Nobody was named on the day.\n' in after
    assert 'owner = "Ana"\ndue = 2027-01-31\nstatus = "kept"\n' in after


def test_a_typing_error_goes_wherever_it_stands():
    after = edited(BY_HAND, CorrectTyping("Teh", "The"), CorrectTyping("Ines", "Inés"))
    assert difference(BY_HAND, after)[:4] == [
        '-   "Ines",     # in the morning',
        '+   "Inés",     # in the morning',
        "- Teh rest of us write what they need.",
        "+ The rest of us write what they need.",
    ]
    # What Ana said with her vote and her objection is hers.
    assert after.count("Teh") == BY_HAND.count("Teh") - 1 + len(["in the amendment"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"Teh end."', '"The end."'),
        ("'Teh end.'", "'The end.'"),
        ('"""Teh end."""', '"""The end."""'),
        ('"""\nTeh end.\nOf it.\n\n"""', '"""\nThe end.\nOf it.\n\n"""'),
        ("'''\nTeh end \\ of it.'''", "'''\nThe end \\ of it.'''"),
        ('"""  Teh end.\n"""', '"""  The end.\n"""'),
        # What is cut over lines, or escaped, is written anew.
        ('"""\\\n   Teh \\\n   end."""', '"The end."'),
        ('"Teh end\\t."', '"The end\\t."'),
        ('"""Teh end\\n."""', '"""The end\n."""'),
    ],
)
def test_text_stays_in_its_quotes(before, after):
    text = BY_HAND.replace('driver = "pm"\n', f'driver = "pm"\nrationale = {before}\n')
    assert f"rationale = {after}\n" in edited(text, CorrectTyping("Teh end", "The end"))


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_of_another_system_stay(mark, end):
    text = mark + BY_HAND.rstrip("\n").replace("\n", end or "\n") + end
    after = edited(text, SetOwner("price-list", "Raj"))
    assert after.startswith(f"{mark}# Our first workshop")
    assert after.count("\n") == after.count(end or "\n")
    wanted = edited(BY_HAND, SetOwner("price-list", "Raj"))
    assert after.removeprefix(mark).replace("\r\n", "\n") == wanted


NOTE = 'at = 2026-11-01T10:00:00Z, by = "Raj", what = "x", why = "?"'
NOTED = "[[amendments]]\n" + NOTE.replace(", ", "\n") + "\n"
ALREADY = {
    "at the end": f"{BY_HAND}\n{NOTED}",
    "with more below it": f"{BY_HAND}\n{NOTED}\n  [amendments.more]\n  x = 1\n",
    "amid the rest": BY_HAND.replace("[[ratings]]", f"{NOTED}\n[[ratings]]"),
    "apart": BY_HAND.replace("[[ratings]]", f"{NOTED}\n[[ratings]]") + f"\n{NOTED}",
    "in one line": BY_HAND.replace("teams = [", f"amendments = [{{ {NOTE} }}]\nteams = ["),
    "none yet": BY_HAND.replace("teams = [", "amendments = []\nteams = ["),
}


@pytest.mark.parametrize("where", ALREADY)
def test_amendments_come_after_those_before_them_wherever_these_stand(where):
    text = ALREADY[where]
    after = edited(text, SetOwner("price-list", "Raj"), SetOwner("price-list", "Kim"))
    whats = [note.what for note in parse_log(after.encode(), "log.toml").log.amendments]
    added = ["owner of price-list: Lee -> Raj", "owner of price-list: Raj -> Kim"]
    assert whats == ["x"] * (len(whats) - 2) + added
    assert ("amendments = [{" in after) == (where in ("in one line", "none yet"))
    assert re.findall("#.*", after) == re.findall("#.*", text)
    assert after.count("\n\n[[amendments]]\n") == after.count("[[amendments]]")
    assert "\n\n\n" not in after


def test_an_amended_file_may_be_amended_again():
    once = edited(BY_HAND, SetOwner("price-list", "Raj"))
    twice = edited(once, SetOwner("price-list", "Kim"))
    assert difference(once, twice)[2:] == noted("owner of price-list: Raj -> Kim")


def changes_to(log) -> st.SearchStrategy[list[Change]]:
    """Changes that may fit a log, and sometimes don't."""
    tasks = st.sampled_from([told.task for told in log.decisions] or ["none"])
    promises = st.sampled_from([promise.id for promise in log.commitments] or ["none"])
    names = st.sampled_from(["Kim", "Żółw “the” \\ 'x'", "李雷"])
    days = st.dates(date(2027, 1, 1), date(2030, 1, 1))
    titles = [told.title for told in log.decisions] or ["none"]
    words = st.sampled_from([*WORDS, log.session.title, "month", *titles])
    return st.lists(
        st.one_of(
            st.builds(SetOwner, tasks, names),
            st.builds(SetReviewDate, tasks, days),
            st.builds(SetStatus, promises, st.sampled_from(CommitmentStatus)),
            st.builds(SetDueDay, promises, days),
            st.builds(SetCommitmentOwner, promises, names),
            st.builds(CorrectTyping, words, names),
        ),
        min_size=1,
        max_size=4,
    )


def with_comments(data: bytes) -> bytes:
    """The file with a comment after each of its headers, as somebody who reads it may leave one."""
    lines = data.decode().split("\n")
    return "\n".join(
        f"{line}  # note {number}" if line.lstrip().startswith("[") else line
        for number, line in enumerate(lines)
    ).encode()


@examples(percent=60)
@given(st.data())
def test_any_log_keeps_its_layout_and_reads_back_as_amended(data):
    log = data.draw(logs())
    fit: list[Change] = []
    for change in data.draw(changes_to(log)):
        try:
            amended = amend(log, [*fit, change], "Ines", NOW).log
        except AmendmentRefused:
            continue
        fit.append(change)
    if not fit:
        return
    amended = amend(log, fit, "Ines", NOW).log
    before = opened(with_comments(dump_log(log)))
    file = amended_file(before, amended)
    assert file.keeps_layout
    assert parse_log(file.data, "log.toml").log == amended
    notes = re.findall(rb"# note \d+", before.data)
    assert re.findall(rb"# note \d+", file.data) == notes


def deep(levels: int) -> str:
    """The log written by hand, with a key of that many arrays within each other."""
    return BY_HAND.replace('weather = "rain"', f"nest = {'[' * levels}{']' * levels}")


def test_what_can_not_be_edited_is_laid_out_anew_and_loses_no_key():
    log = opened(deep(200))
    amended = amend(log.log, [SetOwner("price-list", "Raj")], "Ines", NOW).log
    file = amended_file(log, amended)
    assert not file.keeps_layout
    assert parse_log(file.data, "log.toml").log == amended
    assert b"  channel = " in file.data
    assert b"#" not in file.data


def test_what_can_not_be_written_at_all_is_not_written():
    log = opened(deep(200))
    amended = amend(log.log, [SetOwner("price-list", "Raj")], "Ines", NOW).log
    nest: list[object] = []
    for _ in range(sys.getrecursionlimit()):
        nest = [nest]
    amended = replace(amended, extra={"nest": nest})
    with pytest.raises(LogUnsound):
        amended_file(log, amended)


def test_a_key_that_is_not_a_number_stays():
    after = edited_text(BY_HAND.replace('weather = "rain"', "weather = nan"))
    assert "weather = nan            # of no consequence" in after


def edited_text(text: str) -> str:
    log = opened(text)
    file = amended_file(log, amend(log.log, [SetOwner("price-list", "Raj")], "Ines", NOW).log)
    assert file.keeps_layout
    return file.data.decode()


@pytest.fixture
def on_disk(tmp_path):
    path = tmp_path / "2026-10-05-our-areas-k3x9.toml"
    path.write_text(BY_HAND, encoding="utf-8")
    return path


def amended_data(log: OpenedLog) -> bytes:
    amended = amend(log.log, [SetOwner("price-list", "Raj")], "Ines", NOW).log
    return amended_file(log, amended).data


SHORT = """\
format = "facilitator.decision-log/1"  # as short as can be
session = { id = "short", title = "A short one", started_at = 2026-10-05 }
teams = [{ id = "pm", name = "Product Management" }]

[[decisions]]
task = "price-list"
title = "Price list"
outcome = "decided"
driver = "pm"
"""


def test_the_file_is_replaced_and_keeps_its_permissions(on_disk):
    on_disk.chmod(0o640)
    log = open_log(on_disk)
    replace_log(log, amended_data(log))
    assert read_log(on_disk).log.decision("price-list").owner == "Raj"
    assert on_disk.stat().st_mode & 0o777 == 0o640
    assert list(on_disk.parent.iterdir()) == [on_disk]


def test_a_link_stays_one(on_disk, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(on_disk.name)
    log = open_log(link)
    replace_log(log, amended_data(log))
    assert link.is_symlink()
    assert read_log(on_disk).log.decision("price-list").owner == "Raj"


def test_what_somebody_else_changed_meanwhile_is_left_alone(on_disk):
    log = open_log(on_disk)
    data = amended_data(log)
    theirs = BY_HAND.replace("until the summer", "until Monday")
    on_disk.write_text(theirs, encoding="utf-8")
    with pytest.raises(FileChanged, match=r"k3x9\.toml: somebody else has changed this file"):
        replace_log(log, data)
    assert on_disk.read_text(encoding="utf-8") == theirs
    on_disk.unlink()
    with pytest.raises(FileUnreadable, match="no such file"):
        replace_log(log, data)
    assert list(on_disk.parent.iterdir()) == []


def test_a_log_that_cant_be_read_is_not_opened(on_disk):
    on_disk.write_text(BY_HAND.replace('driver = "pm"\n', "driver = 1\n"), "utf-8")
    assert open_log(on_disk) is None
    with pytest.raises(FileUnreadable):
        open_log(on_disk.with_name("none.toml"))


def test_one_that_contradicts_itself_is_amended_where_it_stands_and_says_so_still(on_disk):
    on_disk.write_text(BY_HAND.replace("votes = { pm = 3 }", "votes = { pm = 4 }"), "utf-8")
    replace_log(log := open_log(on_disk), amended_data(log))
    found = read_log(on_disk).log
    assert (found.decision("price-list").owner, found.contradicts) == ("Raj", True)
    assert "# of no consequence" in on_disk.read_text("utf-8")


def test_one_of_which_something_cant_be_used_is_not_laid_out_anew_without_it(on_disk):
    unusable = 'text = ""\nfrom = "pm"\nto = "pmm"\nid = "none"'
    text = BY_HAND.replace("[[commitments]]", f"[[commitments]]\n{unusable}\n\n[[commitments]]", 1)
    on_disk.write_text(text, "utf-8")
    log = open_log(on_disk)
    kept = amend(log.log, [SetStatus("win-loss", CommitmentStatus.KEPT)], "Ines", NOW).log
    with pytest.raises(LogUnsound, match="text"):
        amended_file(log, kept)


def test_what_followed_from_the_rest_is_written_where_it_stands_once_it_is_changed(tmp_path):
    path = tmp_path / "short.toml"
    path.write_text(SHORT, "utf-8")
    log = open_log(path)
    assert not log.log.contradicts
    made = amend(log.log, [SetReviewDate("price-list", date(2027, 1, 1))], "Ines", NOW).log
    file = amended_file(log, made)
    assert file.keeps_layout
    assert b"# as short as can be" in file.data
    assert b"review_on = 2027-01-01" in file.data


def test_of_many_who_amend_at_once_each_is_told_whether_it_was_written(on_disk):
    """None is lost unsaid: as many amendments as processes that said so, in an order."""
    script, root = Path(__file__).with_name("amending_process.py"), Path(__file__).parents[2]
    many = [
        subprocess.Popen(
            [sys.executable, str(script), str(on_disk), f"Owner {number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        for number in range(3)
    ]
    assert [each.stdout.readline() for each in many] == 3 * ["ready\n"]
    for each in many:
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate()[0].split() for each in many]
    written = sum(words.count("written") for words in said)
    assert all(len(words) == 5 for words in said)
    assert len(read_log(on_disk).log.amendments) == written >= 1
