"""What the facilitator's keys come to: commands, and the questions asked before some of them.

One module for each kind of step that has keys of its own; none of them draws anything.
"""

from __future__ import annotations
