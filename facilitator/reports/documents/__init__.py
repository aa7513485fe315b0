"""Past decisions and agendas as documents: what is to be said of each, whatever shows it.

Knows the domain alone: no terminal, no Markdown and no screen, which each show these documents in
their own way.
"""
