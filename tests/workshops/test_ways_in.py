"""What people are told to type works as it stands, with OpenSSH's client and what it has set."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import tempfile

import pytest

from tests.e2e.room import CODE
from tests.terminal import Terminal
from tests.worlds.rosters import entry, roster

pytestmark = pytest.mark.timeout(240)
WHO = "You are {}, by the SSH key of this computer. Not you? Press ?"
HOW = r"ssh (?:-\S+ (?:\S*=\S+ |FILE |\d+ )?)*[\w:][\w.:%-]*"


@pytest.fixture
def typed(room):
    """Types a command as it is shown, in a terminal of somebody who has set ``config``."""

    def type_it(command, *, config="", agent="none", file=None, size=(80, 24)):
        words = shlex.split(command)
        assert words[0] == "ssh"
        known = room.folder / "known_hosts"
        path = room.folder / "ssh_config"
        path.write_text(
            f"UserKnownHostsFile {known}\nStrictHostKeyChecking accept-new\nLogLevel ERROR\n"
            f"IdentityFile {room.folder / 'none'}\n{config}\n"
        )
        env = {**room.env, "SSH_AUTH_SOCK": str(agent)}
        options = [] if agent != "none" else ["-o", "IdentityAgent=none"]
        words = [str(file) if word == "FILE" else word for word in words[1:]]
        return room.open(Terminal(["ssh", "-F", str(path), *options, *words], env=env, size=size))

    return type_it


@pytest.fixture
def agent(room):
    """An agent that holds 26 keys, none of them of use."""
    path = room.folder / "agent"
    told = subprocess.run(
        ["ssh-agent", "-a", str(path)], capture_output=True, text=True, check=True
    ).stdout
    pid = int(re.search(r"SSH_AGENT_PID=(\d+)", told).group(1))
    for number in range(26):
        key = room.make_key(f"other-{number}")
        env = {**os.environ, "SSH_AUTH_SOCK": str(path)}
        subprocess.run(["ssh-add", "-q", str(key)], check=True, env=env)
    yield path
    os.kill(pid, signal.SIGTERM)


def hold(room, *more, listen="127.0.0.1:0"):
    return room.facilitate("run", "small.toml", "--listen", listen, "--name", "Ines", *more)


def command_on(terminal, *, after="Join from any terminal:"):
    """The command that a screen shows, put together again where it was broken into lines."""
    terminal.see("Begin: Why we are here")
    text = terminal.see_that(
        lambda text: re.search(rf"{after}.*{HOW}", text, re.DOTALL), "a way in"
    )
    return re.search(HOW, text.partition(after)[2]).group()


def code_on(terminal):
    """The join code on the facilitator's screen."""
    text = terminal.see_that(lambda text: re.search(CODE, text) is not None, "the code")
    return re.search(CODE, text).group()


def told_to_type(terminal):
    """The last command in what somebody was told, who was sent away or reads help."""
    return re.findall(HOW, said(terminal))[-1]


def said(terminal):
    """All that was written in plain lines, however a narrow terminal breaks them."""
    has_ended = terminal.has_ended
    return terminal.raw.decode() if has_ended else terminal.text


def sit_down(room, terminal, name, code):
    terminal.see("Code:")
    terminal.send(f"{code}\r")
    terminal.see("Your name")
    terminal.send(f"\x15{name}\r")
    terminal.see("Choose your team by its number")
    terminal.send("2")
    terminal.see("Press Enter to take the seat")
    terminal.send("\r")


def test_an_agent_with_many_keys_and_a_key_on_the_roster(room, typed, agent):
    line = entry("Ana Lima", room.public_line("ana"), team="pmm")
    (room.folder / "small.roster.toml").write_text(roster(line))
    command = command_on(hold(room))
    ana = room.make_key("ana")
    refused = typed(f"{command} -i {ana}", agent=agent)
    assert refused.wait_for_end() == 1
    assert "so many keys that only the first 20 were looked at" in said(refused)
    advice = told_to_type(refused)
    assert advice == command.replace("ssh ", "ssh -o IdentitiesOnly=yes -i FILE ", 1)
    typed(advice, agent=agent, file=ana).see("Ana Lima · Product Marketing")


def test_an_agent_with_many_keys_where_a_code_lets_people_in(room, typed, agent):
    facilitator = hold(room)
    command = command_on(facilitator)
    ana = typed(command, agent=agent)
    sit_down(room, ana, "Ana", code_on(facilitator))
    ana.see("Ana · Product Marketing")
    ana.press("q", "Come back with")
    typed(command, agent=agent).see(WHO.format("Ana"))


@pytest.mark.parametrize(
    ("config", "advice"),
    [
        ("RemoteCommand tmux attach", "-t -o RemoteCommand=none"),
        ("RemoteCommand tmux attach\nRequestTTY yes", "-t -o RemoteCommand=none"),
        ("SessionType subsystem\nRemoteCommand sftp", "-t -o SessionType=default"),
        ("RequestTTY no", "-t"),
    ],
)
def test_what_is_set_for_every_host_is_undone_as_told(room, typed, config, advice):
    command = command_on(hold(room))
    refused = typed(command, config=config)
    assert refused.wait_for_end() == 1
    assert f"ssh {advice}" in said(refused)
    more = " -o RemoteCommand=none" if "sftp" in config else ""
    typed(command.replace("ssh", f"ssh {advice}{more}", 1), config=config).see("Code:")


@pytest.fixture
def short():
    """A folder with a name short enough for a socket."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield folder


def test_connections_that_are_shared_can_be_kept_apart(room, typed, short):
    command = command_on(hold(room))
    config = f"ControlMaster auto\nControlPath {short}/%C\nControlPersist yes"
    first = typed(command, config=config)
    first.see("Code:")
    apart = command.replace("ssh ", "ssh -o ControlPath=none ", 1)
    typed(apart, config=config).see("Code:")
    first.send("\x03")
    assert first.wait_for_end() == 0
    typed(command, config=config).see("Code:")
    subprocess.run(
        ["ssh", "-F", str(room.folder / "ssh_config"), "-O", "exit", *shlex.split(command)[1:]],
        capture_output=True,
        check=False,
    )


def test_somebody_elses_key_on_a_shared_computer(room, typed):
    facilitator = hold(room)
    command = command_on(facilitator)
    code = code_on(facilitator)
    config = f"IdentityFile {room.make_key('ana')}"
    ana = typed(command, config=config)
    sit_down(room, ana, "Ana", code)
    ana.see("Ana · Product Marketing")
    ana.press("q", "Come back with")
    raj = typed(command, config=config)
    raj.see(WHO.format("Ana"))
    text = raj.press("?", "You sit here as Ana. Not you?")
    assert "-o PubkeyAuthentication=no" in text
    advice = told_to_type(raj)
    raj.press("q", "Come back with")
    again = typed(advice, config=config)
    sit_down(room, again, "Raj", code)
    again.see("Write this down")
    again.send("\r")
    again.see("Raj · Product Marketing")
    facilitator.see("1 person of 1 team here")


def test_somebody_elses_key_on_the_roster(room, typed):
    people = {name: room.make_key(name) for name in ("Ana", "Raj", "Fay")}
    entries = [
        entry("Ana", room.public_line("Ana"), team="pmm"),
        entry("Raj", room.public_line("Raj"), team="pm"),
        entry("Fay", room.public_line("Fay"), team=None, seat="facilitator"),
    ]
    (room.folder / "small.roster.toml").write_text(roster(*entries))
    command = command_on(hold(room))
    raj = typed(command, config=f"IdentityFile {people['Ana']}")
    raj.see(WHO.format("Ana"))
    raj.press("?", "You sit here as Ana. Not you?")
    typed(told_to_type(raj), file=people["Raj"]).see("Raj · Product Management")

    ines = typed(command, config=f"IdentityFile {people['Fay']}", size=(120, 36))
    ines.see(WHO.format("Fay"))
    ines.press("?", "Not you? Leave with Q, then type:", "ssh -o IdentitiesOnly=yes -i FILE -p")


def test_an_address_by_ipv6(room, typed):
    facilitator = hold(room, listen="[::1]:0")
    command = command_on(facilitator)
    assert re.fullmatch(r"ssh -p \d+ ::1", command)
    typed(command).see("Code:")
    facilitator.see("Only this computer gets in.")


@pytest.mark.parametrize("more", [("--lan",), ("--lan", "--servers", "2")])
def test_everybody_of_the_network_gets_in_by_either_family(room, typed, more):
    command = command_on(hold(room, *more))
    port = re.search(r"-p (\d+)", command).group(1)
    for host in ("127.0.0.1", "::1"):
        typed(f"ssh -p {port} {host}").see("Code:")
    assert "127." not in command


def test_what_voters_type_from_elsewhere_is_shown_everywhere(room, typed):
    facilitator = hold(room, "--shown-host", "vpn.workshops.example.org:2022")
    shown = command_on(facilitator)
    assert shown == "ssh -p 2022 vpn.workshops.example.org"
    facilitator.see("Only this computer gets in, and whoever is led to it")
    code = code_on(facilitator)
    facilitator.press("c", "makes a code for another facilitator")
    facilitator.press("n", shown)
    (port,) = ports_of(room)
    ana = typed(f"ssh -p {port} 127.0.0.1")
    sit_down(room, ana, "Ana", code)
    ana.see("Write this down", shown)
    ana.send("\r")
    wall = typed(f"ssh -p {port} wall@127.0.0.1")
    wall.see("Code:")
    wall.send(f"{code}\r")
    wall.see(shown)
    ana.press("q", f"Come back with: {shown}")


def test_the_config_says_it_as_well_and_resuming_changes_it_for_those_who_stay(room, typed):
    (room.folder / "config").mkdir()
    (room.folder / "config" / "config.toml").write_text(
        'shown_host = "a-laptop-of-somebody.example.org:22"\n'
    )
    facilitator = hold(room)
    assert command_on(facilitator) == "ssh a-laptop-of-somebody.example.org"
    code = code_on(facilitator)
    (port,) = ports_of(room)
    ana = typed(f"ssh -p {port} 127.0.0.1")
    sit_down(room, ana, "Ana", code)
    ana.see("Write this down")
    ana.send("\r")
    wall = room.facilitate("present", "latest", size=(80, 24))
    wall.see("ssh a-laptop-of-somebody.example.org")
    facilitator.kill(signal.SIGTERM)
    facilitator.wait_for_end()
    again = room.facilitate("resume", "--shown-host", "b.example:2022")
    again.see("ssh -p 2022 b.example", "1 person of 1 team here")
    again.kill(signal.SIGTERM)
    again.wait_for_end()
    (room.folder / "config" / "config.toml").unlink()
    room.facilitate("resume").see("ssh -p 2022 b.example")
    ana.press("?", "Help for this screen")


def ports_of(room):
    """The ports that the session's servers listen on, as the system tells."""
    import psutil  # noqa: PLC0415

    from tests.e2e.servers import server_pids  # noqa: PLC0415

    return {
        each.laddr.port
        for pid in server_pids(room.folder / "sessions")
        for each in psutil.Process(pid).net_connections("tcp")
        if each.status == psutil.CONN_LISTEN
    }


def test_what_nobody_can_type_is_refused_before_anything_starts(room):
    for told in ("-oProxyCommand=id", "user@host", "host:0"):
        ended = room.run("run", "small.toml", "--shown-host", told)
        assert ended.returncode == 2
        assert "shown-host" in ended.stderr
    assert room.run("run", "small.toml", "--no-ssh", "--shown-host", "h").returncode == 2
    assert not (room.folder / "sessions" / ".journals").exists()


def test_doctor_says_what_voters_type(room):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    told = room.run("doctor", "--listen", f"[::1]:{port}").stdout
    assert f"voters type: ssh -p {port} ::1" in told
    told = room.run("doctor", "--listen", f"127.0.0.1:{port}", "--shown-host", "v.example").stdout
    assert f"voters type: ssh -p {port} v.example" in told
    told = room.run("doctor", "--lan", "--listen", f"127.0.0.1:{port}").stdout
    assert f"port: *:{port} is free" in told
