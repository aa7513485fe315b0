"""Bytes on disk and in databases: agendas, decision logs, journals.

Knows the domain alone: no session that is running, no screen, no connection.
"""
