"""Where a server listens, and what is typed to get there."""

from __future__ import annotations

import socket

import pytest

from facilitator.errors import Misused
from facilitator.hosting.addresses import (
    Shown,
    is_local,
    joined,
    reachable_host,
    split_address,
    split_shown,
    ssh_command,
    with_options,
)
from facilitator.ssh.addresses import EVERYWHERE, try_port
from facilitator.wiring.settings import load_settings, on_all_interfaces


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [
        ("0.0.0.0:2222", "0.0.0.0", 2222),
        (":2222", "127.0.0.1", 2222),
        ("[::1]:2222", "::1", 2222),
        ("::1:2222", "::1", 2222),
        (":::2222", "::", 2222),
        ("[2001:db8::5]:22", "2001:db8::5", 22),
        ("[fe80::1%eth0]:2222", "fe80::1%eth0", 2222),
        ("*:0", "*", 0),
        ("localhost:2222", "localhost", 2222),
    ],
)
def test_an_address_is_taken_apart_and_put_together_again(listen, host, port):
    assert split_address(listen) == (host, port)
    assert split_address(joined(host, port)) == (host, port)


@pytest.mark.parametrize(
    "listen", ["::1", "2001:db8::1", "[::1]", "fe80::1%eth0", "nowhere", "h:66000", "h:x", "a:b:1"]
)
def test_what_is_no_address_says_how_one_is_written(listen):
    with pytest.raises(Misused, match=r"\[.*::1\]:2222"):
        split_address(listen)


@pytest.mark.parametrize(
    ("told", "command"),
    [
        ("vpn.example.org", "ssh -p 2222 vpn.example.org"),
        ("vpn.example.org:2022", "ssh -p 2022 vpn.example.org"),
        ("vpn.example.org:22", "ssh vpn.example.org"),
        (" 203.0.113.9 ", "ssh -p 2222 203.0.113.9"),
        ("2001:db8::9", "ssh -p 2222 2001:db8::9"),
        ("[2001:db8::9]:443", "ssh -p 443 2001:db8::9"),
        ("[2001:db8::9]", "ssh -p 2222 2001:db8::9"),
        ("laptop", "ssh -p 2222 laptop"),
        ("straße.example:1", "ssh -p 1 straße.example"),
        ("my_host.local.", "ssh -p 2222 my_host.local."),
    ],
)
def test_what_voters_type_is_what_they_are_shown(told, command):
    shown = split_shown(told)
    assert ssh_command("127.0.0.1", 2222, shown) == command
    assert split_shown(str(shown)) == shown


@pytest.mark.parametrize(
    "told",
    [
        "-oProxyCommand=id",
        "a b",
        "host:",
        "host:0",
        "host:70000",
        "host:22x",
        "ssh -p 2222 host",
        "user@host",
        "https://host",
        "[::1",
        "[::1]x",
        "[host]:22",
        "1:2:3",
        "",
        "host\x1b[2J",
        "x" * 300,
    ],
)
def test_what_nobody_can_type_is_refused(told):
    with pytest.raises(Misused, match="shown-host"):
        split_shown(told)


@pytest.mark.parametrize(
    ("host", "command"),
    [
        ("::1", "ssh -p 2222 ::1"),
        ("2001:db8::5", "ssh -p 2222 2001:db8::5"),
        ("10.0.0.5", "ssh -p 2222 10.0.0.5"),
    ],
)
def test_an_address_is_typed_as_it_is_listened_on(host, command):
    assert ssh_command(host, 2222) == command


def test_all_interfaces_are_named_by_an_address_of_their_kind(monkeypatch):
    ways = {socket.AF_INET: "192.168.7.5", socket.AF_INET6: "2001:db8:7::5"}

    class Probe:
        def __init__(self, family, kind):
            self.family = family

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def connect(self, address):
            if self.family not in ways:
                raise OSError

        def getsockname(self):
            return (ways[self.family], 1)

    monkeypatch.setattr(socket, "socket", Probe)
    assert reachable_host("::") == "2001:db8:7::5"
    assert reachable_host("0.0.0.0") == "192.168.7.5"
    assert reachable_host(EVERYWHERE) == "192.168.7.5"
    del ways[socket.AF_INET]
    assert reachable_host(EVERYWHERE) == "2001:db8:7::5"
    assert reachable_host("0.0.0.0") == socket.gethostname()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1.2.3", "::1", "localhost", "::ffff:127.0.0.1", "a.localhost"]
)
def test_what_only_this_computer_reaches(host):
    assert is_local(host)


@pytest.mark.parametrize("host", ["*", "::", "0.0.0.0", "10.0.0.5", "fe80::1%eth0", "127.example"])
def test_what_others_reach_too(host):
    assert not is_local(host)


def test_options_stand_before_where_to_go():
    assert with_options("-o A=b", "ssh -p 2222 h") == "ssh -o A=b -p 2222 h"
    assert with_options("-o A=b", "ssh h") == "ssh -o A=b h"
    assert with_options("-o A=b", "the same ssh command") == "the same ssh command with -o A=b"


def test_a_port_counts_as_taken_by_either_family():
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            try_port(EVERYWHERE, port)
        try_port("0.0.0.0", port)
    try_port(EVERYWHERE, port)


def test_what_voters_type_is_set_by_flag_environment_and_config(tmp_path):
    (tmp_path / "config.toml").write_text('shown_host = "a.example:1"\nlisten = "0.0.0.0:2022"\n')
    env = {"FACILITATOR_CONFIG": str(tmp_path)}
    assert load_settings(environment=env).shown == Shown("a.example", 1)
    env["FACILITATOR_SHOWN_HOST"] = "b.example"
    assert load_settings(environment=env).shown == Shown("b.example")
    settings = load_settings(environment=env, shown_host="c.example")
    assert settings.shown == Shown("c.example")
    assert on_all_interfaces(settings).listen == "*:2022"
