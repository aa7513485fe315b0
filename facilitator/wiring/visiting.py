"""The app of somebody who facilitates over SSH: the one screen of a server that is Textual's."""

from __future__ import annotations

from facilitator.clock import now
from facilitator.hosting import codes
from facilitator.hosting.status import ThisServer
from facilitator.live.arrivals import FacilitatorArrival
from facilitator.live.session import LiveSession
from facilitator.ssh.textual_apps import keep_to_itself
from facilitator.terminal.driver import driver_of
from facilitator.terminal.line import Line
from facilitator.ui.facilitating.visiting import VisitingFacilitatorApp
from facilitator.wiring.log_file import DistantLogFile
from facilitator.wiring.settings import Settings


def visiting(
    session: LiveSession,
    arrival: FacilitatorArrival,
    hosting: ThisServer,
    settings: Settings,
    line: Line,
    *,
    dark: bool,
) -> VisitingFacilitatorApp:
    """The app of somebody who facilitates over SSH."""
    app = VisitingFacilitatorApp(
        session,
        arrival,
        hosting.seen(),
        DistantLogFile(session, settings),
        now,
        make_code=codes.new_facilitator_code,
        driver_class=driver_of(line),
        dark=dark,
    )
    keep_to_itself(app)
    return app
