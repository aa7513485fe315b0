"""Facts as people read them: numbers, days, choices, outcomes and signs.

Whatever two screens or reports have to say is worded here, once. Nothing here knows widths or
colours.
"""
