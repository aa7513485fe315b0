"""What a workshop is: pure functions and frozen data.

Knows no clock, no randomness, no files, no screens: whatever of those a rule needs arrives inside
the command that asks for it.
"""
