"""The first screen: start a workshop, or go on with one that was interrupted.

Draws a frozen model and gives back what was chosen; starts nothing itself.
"""
