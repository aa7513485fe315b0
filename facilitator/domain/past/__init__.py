"""What decision logs say together: what changed, what is in force, how a task went, what is due.

Pure functions over logs, whole or in brief (:mod:`~facilitator.domain.past.sequence`).
"""

from __future__ import annotations
