"""The voter's app: one per connection, hundreds in one process, so every part of it is lean.

Keys are read and screens are drawn by pure functions over a frozen scene; one Textual screen puts
the lines on the terminal, and the desk carries what the voter wants to the live session. Knows
nothing of SSH, and of other apps nothing at all.
"""
