"""What keeps a session open to others: its server process, and what watches over that.

Knows domain, live sessions, SSH, terminals and files; knows nothing of screens and reports, of the
user's settings or of the command line: whoever starts a server hands it what it shows and writes.
"""
