"""Agendas and decision logs for people to read, in terminals and elsewhere.

Knows the domain alone, and Rich; not where a file lay, nor which screen or pipe is read.
"""
