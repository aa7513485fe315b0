"""The one place where parts are put together.

One module for each thing that the program does. Nothing starts at import, and what is slow to
import (Textual, AsyncSSH) is imported only by the module that needs it.
"""
