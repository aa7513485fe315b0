"""While somebody attacks, those who are seated vote as before, and others still get in.

Each attack is a process of its own that goes on as long as the test does. By default every attack
is tried at one limit of open files, two of them at two; ``FACILITATOR_TESTS=full`` tries all of
them at three.
"""

from __future__ import annotations

import asyncio
import os

import pytest

from tests.security.attacks import ATTACKS
from tests.security.siege import SLOWEST, TIMES_AS_SLOW, siege, slowest_of, under_attack

IS_FULL = os.environ.get("FACILITATOR_TESTS") == "full"
FEW, USUAL, MANY = 256, 1024, 20_000
ON_CONNECTIONS = ("silent", "loris")
SECONDS = 20 if IS_FULL else 4
TO_GET_IN = 30.0
"""Seconds within which somebody new has their first ballot, however many others come."""
SPARE_FILES = 40
"""Files that may be open beyond what there were: connections that are just being closed."""
SPARE_KB = 40_000
"""Memory that may be held beyond what there was: the allocator gives little back."""
pytestmark = pytest.mark.timeout(300)

CASES = [
    (attack, files)
    for attack in ATTACKS
    for files in (FEW, USUAL, MANY)
    if IS_FULL or files == USUAL or (files == FEW and attack in ON_CONNECTIONS)
]


@pytest.mark.parametrize(("attack", "files"), CASES)
async def test_a_siege_stops_no_vote(tmp_path, attack, files):
    async with siege(tmp_path / "served", files=files) as besieged:
        server = besieged.workshop.server
        await besieged.vote(2)
        enough = max(SLOWEST, TIMES_AS_SLOW * slowest_of(await besieged.vote(3)))
        memory, open_files = server.resident_kb, server.open_files
        async with under_attack(attack, besieged):
            await asyncio.sleep(2)  # let it unfold
            taken = await besieged.calmest(SECONDS, enough)
            got_in = await asyncio.wait_for(besieged.newcomer(), TO_GET_IN)
            assert server.open_files <= files - 16, "no files are left for the journal"
        assert taken < enough
        assert got_in < TO_GET_IN
        async with asyncio.timeout(60):
            while server.open_files > open_files + SPARE_FILES:  # noqa: ASYNC110 - asks the system
                await asyncio.sleep(0.2)
        assert server.resident_kb < memory + SPARE_KB
        assert "Traceback" not in besieged.log
        assert len(besieged.log) < 100_000


async def test_wrong_codes_hold_up_no_right_one(tmp_path):
    """Five hundred and forty wrong codes from the very address that thirty people join from."""
    async with siege(tmp_path / "served", honest=1) as besieged:
        async with under_attack("codes", besieged):
            await asyncio.sleep(3)
            joins = [besieged.newcomer() for _ in range(30)]
            taken = await asyncio.wait_for(asyncio.gather(*joins), 2 * TO_GET_IN)
        assert len(taken) == 30
