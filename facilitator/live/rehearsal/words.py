"""What simulated people say: short, and fit for any task of any agenda."""

from __future__ import annotations

REASONS_FOR_US = (
    "We hold the knowledge it takes",
    "We talk to the people concerned every week",
    "In practice it lands on our desk already",
    "We feel it first when it goes wrong",
    "We have the figures to judge it by",
    "It follows from what we are measured on",
    "We can start on it tomorrow",
    "Nobody else would keep it up to date",
)
"""Why one's own team should drive."""

REASONS_FOR_OTHERS = (
    "They hold the knowledge it takes",
    "They talk to the people concerned every week",
    "They do most of it today",
    "They have the time and the tools for it",
    "They can decide it without asking anybody",
    "We would only pass on what they tell us",
    "It needs one voice, and theirs is heard",
    "They are measured on the result",
)
"""Why another team should."""

REASONS_TO_WAIT = (
    "I have not seen enough of it to say",
    "I would like to know what it costs first",
    "It depends on how large we mean it to be",
)
"""Why somebody names no team."""

OBJECTIONS = (
    "Not with the people we have this quarter",
    "The day is too soon for us",
    "It is not clear to me what exactly is owed",
    "We depend on somebody outside this room for it",
    "I would promise less and keep it",
)
"""Why somebody objects to a promise."""

DOUBTS = (
    "Too much of it hangs on two people",
    "I miss who looks after it between now and the review",
    "We have promised as much before",
    "The first month is the hard one, and it is thin there",
)
"""Why somebody shows one finger or two."""

CHANGES_OF_MIND = (
    "A quarter in which the work did not come back to us",
    "Seeing who does it on a busy day",
    "Figures on where the time goes",
    "",
)
"""What would change a dissenter's mind; nothing, with some."""

RATIONALES = (
    "The room heard both sides, and most would rather have one clear driver than wait.",
    "They can start at once, and the others said what they need from them.",
    "The knowledge sits there today; the review shows whether that holds.",
)
"""Why a team drives although it does not lead the vote, or not clearly."""

PARKED = (
    "Where do new people find out how we work together?",
    "Who tells the regions?",
    "One list of who to ask for what",
    "How much of this survives the next reorganisation?",
    "Our meetings overlap on Tuesdays",
    "What do partners expect of us here?",
    "Shared figures that both sides believe",
    "Which of our tools could go?",
    "Invite finance next time",
    "What happens on holidays and at weekends?",
    "How do we say no to requests from above?",
    "A short version of today for everybody who is not here",
)
"""What comes up and belongs to another day; each comes up once at the most."""

WITHOUT_DOTS = "Too few of us placed dots to go by them: we begin at the top of the list."
"""Why tasks are taken that dots can't choose."""

PROMISE = "Tell the other side a week ahead of changes that concern them"
"""What teams promise where the agenda proposes nothing."""
REWORDED = "{text} – in a first version, reviewed after one quarter"
"""A promise that somebody objected to, made smaller."""
SUPPORT = "What they learn about it in their own work"
SUPPORT_WHEN = "before each larger change"
"""What other teams owe a driver where the agenda suggests nothing."""
