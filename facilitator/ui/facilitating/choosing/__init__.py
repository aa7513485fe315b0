"""The form in which the dots of a shortlist are overruled."""

from __future__ import annotations
