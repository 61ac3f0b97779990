"""What a server is told when it starts."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a record is served: "on 127.0.0.1, port 8765, to whoever asks from this machine"."""

    host: str = "127.0.0.1"
    port: int = 8765
    token_file: Path | None = None
    """Whose tokens are known; needed where `host` is not this machine's loopback."""
    allowed_hosts: tuple[str, ...] = ()
    """Names under which the server is asked for beside `host` and loopback's own; others are refused."""
    fetching: bool = False
    """Whether whoever may write can have the server fetch an address to code it; never one in a private network."""
    coding: bool = True
    """Whether texts that are sent are coded."""
    private_networks: bool = False
    """For tests: whether fetching may go to this machine's own networks."""

    threads: int = 4
    """Questions to the record that are answered at the same time."""
    question_s: float = 10.0
    """How long one question to the record may take."""
    coding_s: float = 60.0
    """How long the coding of one text may take."""
    codings: int = 1
    """Texts that are coded at the same time; others wait."""
    upload_bytes: int = 2_000_000
    """The longest body of a request."""
    head_s: float = 10.0
    """How long a client may take to send the head of a request."""
    body_s: float = 20.0
    """How long a client may take to send a body, and to take in one part of an answer."""
    connections: int = 200
    """Connections at the same time; further ones are told to come again."""
    requests_a_minute: int = 600
    """Requests of one client, where it is not on this machine."""
    failures_a_minute: int = 10
    """Wrong tokens of one client, on this machine or not."""
    session_s: float = 12 * 3600.0
    """How long somebody stays signed in."""
    look_s: float = 2.0
    """How often it is looked whether the record has changed."""
    writing: bool = False
    """Whether the record is opened to be written, for corrections; nobody else can open its file then."""
    derive_s: float = 60.0
    """How long after the last correction incidents and threads are worked out anew."""
    secure_cookies: bool = field(default=False)
    """Whether cookies are sent over TLS only: set it where a proxy gives the server TLS."""

    @property
    def is_open(self) -> bool:
        """Whether whoever asks from this machine needs no token: nobody else can reach the server, as far as it knows.

        A further name, or TLS, means that something stands before it that lets others in.
        """
        return is_loopback(self.host) and not self.allowed_hosts and not self.secure_cookies

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the server may be asked for, in lower case, without a port."""
        own = {"localhost", "127.0.0.1", "[::1]"}
        if self.host not in ("0.0.0.0", "::"):
            own.add(f"[{self.host}]" if ":" in self.host else self.host)
        return frozenset(name.lower() for name in (*own, *self.allowed_hosts))


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
