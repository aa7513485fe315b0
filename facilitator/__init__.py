"""A grey-area workshop in the terminal: blind votes over SSH, decisions in a TOML log."""

__version__ = "0.1.0"
