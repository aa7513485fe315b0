"""Which slip was made where a text is no TOML: the parser only says what it can't go on with.

Each slip is told at its own place, with a mend that mends it:

- :mod:`~facilitator.storage.slips.finding`, from what the parser says to the slip;
- the others know one kind of slip each.
"""
