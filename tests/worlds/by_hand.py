"""Decision logs written by hand, from the page on their format.

One that somebody wrote, with and without the keys that nothing reads; and TOML with a few blanks,
with anonymous votes, so that a round is one line. Every log that these make passes ``log check``.
"""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).with_name("by-hand.toml")
BY_HAND = FILE.read_text("utf-8")
_UNKNOWN = {
    'weather = "rain" ': "",
    ", floor = 3": "",
    'room = "Turing"': "",
    "quorum = 4": "",
    'hand = "left"': "",
    "\nremote = true": "\n",
    '\nmood = { before = "tense", after = "fine" }': "\n",
    '\n  channel = "wiki"': "\n",
    '\n  noise = "loud"': "\n",
    "\n  volume = 11": "\n",
    '\nasked_by = "Olu"': "\n",
    "\npriority = 1": "\n",
    '\ncolour = "yellow"': "\n",
    "\ncake = true": "\n",
}
HEAD = """\
format = "facilitator.decision-log/1"

[session]
id = "{session}"
title = "{title}"
agenda = "{agenda}"
agenda_digest = ""
facilitators = ["Ines"]
started_at = {day}T09:00:00Z
ended_at = {day}T10:30:00Z
status = "complete"
attribution = "anonymous"
rehearsal = {rehearsal}

[rules]
agreement_required = {required}
max_rounds = 3
review_after_days = 120
fallback = "escalate"
approver = "Kim"

[[teams]]
id = "pm"
name = "Product Management"

[[teams]]
id = "pmm"
name = "Product Marketing"

[[teams]]
id = "sales"
name = "Sales"

[[participants]]
team = "pm"
seat = "voter"
[[participants]]
team = "pm"
seat = "voter"
[[participants]]
team = "pm"
seat = "voter"
[[participants]]
team = "pmm"
seat = "voter"
[[participants]]
team = "pmm"
seat = "voter"
[[participants]]
team = "pmm"
seat = "voter"
[[participants]]
team = "pmm"
seat = "voter"
[[participants]]
team = "sales"
seat = "voter"
"""

ROUND = """
  [[decisions.rounds]]
  number = {number}
  opened_at = {day}T09:2{number}:00Z
  closed_at = {day}T09:2{number}:30Z
  eligible = 8
  votes = {{ {votes} }}
  abstained = {abstained}
  need_info = 0
  silent = 0
  by_team = {{}}
"""

DECIDED = """
[[decisions]]
task = "{task}"
title = "{title}"
outcome = "decided"
driver = "{driver}"
owner = "{owner}"
rationale = "{rationale}"
agreement = {agreement}
pattern = "thin"
driver_absent = false
decided_at = {day}T09:30:00Z
review_on = {review_on}
{support}
"""

UNDECIDED = """
[[decisions]]
task = "{task}"
title = "{title}"
outcome = "{outcome}"
pattern = "thin"
driver_absent = false
decided_at = {day}T09:30:00Z
{review_on}
"""

SKIPPED = """
[[decisions]]
task = "{task}"
title = "{title}"
outcome = "skipped"
driver_absent = false
decided_at = {day}T09:30:00Z
"""

SUPPORT = """
  [[decisions.support]]
  team = "{team}"
  input = "{input}"
  detail = "{detail}"
  when = "{when}"
"""

COMMITMENT = """
[[commitments]]
id = "{name}"
from = "{giver}"
to = "{receiver}"
text = "{text}"
{more}
status = "{status}"
"""


def decided(
    task: str,
    driver: str = "pm",
    *rounds: int,
    owner: str = "Ana",
    rationale: str = "They hear it first.",
    review_on: str = "2027-03-22",
    support: str = "",
):
    """A task decided for a team, which got so many of eight votes in each round; else all."""

    def written(day: str) -> str:
        shares = rounds or (8,)
        return DECIDED.format(
            task=task,
            title=_title(task),
            driver=driver,
            owner=owner,
            rationale=rationale,
            agreement=shares[-1] / 8,
            day=day,
            review_on=review_on,
            support=support,
        ) + "".join(
            ROUND.format(
                number=number,
                day=day,
                votes=f"{driver} = {votes}" + (f", sales = {8 - votes}" if votes < 8 else ""),
                abstained=0,
            )
            for number, votes in enumerate(shares, start=1)
        )

    return written


def undecided(task: str, outcome: str, review_on: str = "2027-02-01"):
    """A task deferred, escalated or parked, on which everybody abstained."""

    def written(day: str) -> str:
        review = f"review_on = {review_on}" if outcome == "deferred" else ""
        text = UNDECIDED.format(
            task=task, title=_title(task), outcome=outcome, day=day, review_on=review
        )
        return text + ROUND.format(number=1, day=day, votes="", abstained=8)

    return written


def skipped(task: str):
    """A task that was passed over."""
    return lambda day: SKIPPED.format(task=task, title=_title(task), day=day)


def support(team: str, kind: str, detail: str = "what they know", when: str = "monthly") -> str:
    """What a team owes to the driver, for :func:`decided`."""
    return SUPPORT.format(team=team, input=kind, detail=detail, when=when)


def promise(
    name: str,
    status: str = "open",
    due: str | None = None,
    *,
    carried_from: str | None = None,
    giver: str = "pmm",
    receiver: str = "pm",
    text: str = "Findings every month",
) -> str:
    """A commitment."""
    more = [f"due = {due}"] if due else []
    more += [f'carried_from = "{carried_from}"'] if carried_from else []
    return COMMITMENT.format(
        name=name, giver=giver, receiver=receiver, text=text, more="\n".join(more), status=status
    )


def log_text(
    session: str,
    *decisions,
    more: str = "",
    title: str = "Who owns the grey areas?",
    required: float = 0.75,
    rehearsal: bool = False,
) -> str:
    """A log whose session began on the day in its id; ``more`` are the tables after decisions."""
    day = session[:10]
    head = HEAD.format(
        session=session,
        title=title,
        agenda=session[11:-5],
        day=day,
        required=required,
        rehearsal=str(rehearsal).lower(),
    )
    if not decisions:
        head = head.replace("[session]", "decisions = []\n\n[session]")
    return head + "".join(written(day) for written in decisions) + more


def put(folder: Path, session: str, *decisions, **more) -> Path:
    """Write such a log into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{session}.toml"
    path.write_text(log_text(session, *decisions, **more), encoding="utf-8")
    return path


def _title(task: str) -> str:
    return task.replace("-", " ").capitalize()


def with_known_keys_alone() -> str:
    """The same log, line by line, without what nothing reads."""
    text = BY_HAND
    for key, instead in _UNKNOWN.items():
        assert key in text
        text = text.replace(key, instead)
    return text
