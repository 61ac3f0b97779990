"""Tokens: who may ask the server for what. A file keeps the hash of each, never the token.

A line of the file is `NAME SCOPES HASH`, as `dragoman token` writes it: "ada read,write sha256:9f…". A token is 32
random bytes, so that its plain SHA-256 tells nothing of it; a slow hash is for passwords, which people choose.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dragoman.errors import DragomanError

_LINE = re.compile(r"(?P<name>[A-Za-z0-9_.@-]{1,60})\s+(?P<scopes>[a-z,]+)\s+sha256:(?P<hash>[0-9a-f]{64})")
_PREFIX = "drg_"


class Scope(StrEnum):
    """What a token allows: to read the record; to write corrections, watch lists, and have texts coded and fetched."""

    READ = "read"
    WRITE = "write"


class TokenError(DragomanError):
    """The file of tokens cannot be used."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: "ada, who may read and write". `name` is None for whoever asks from this machine without a token."""

    name: str | None
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        """Whether this one may do what a scope allows; who may write may read."""
        return scope in self.scopes or (scope is Scope.READ and Scope.WRITE in self.scopes)


ANYBODY = Identity(None, frozenset({Scope.READ}))
"""Who asks without a token where none is needed."""


class Tokens:
    """The tokens of a file, read again when the file has changed: a line taken out shuts its holder out at once."""

    def __init__(self, path: Path | None) -> None:
        """Raises `TokenError` where the file cannot be read."""
        self._path = path
        self._read_at: tuple[int, int] | None = None
        self._known: tuple[tuple[bytes, Identity], ...] = ()
        if path is not None:
            self._read()

    def __bool__(self) -> bool:
        return bool(self._known)

    def identity(self, token: str) -> Identity | None:
        """Whose token it is; None where it is nobody's. Takes as long whether it is one or not."""
        self._look()
        told = hashlib.sha256(token.encode("utf-8", "replace")).digest()
        found = None
        for known, identity in self._known:
            if hmac.compare_digest(known, told):
                found = identity
        return found

    def named(self, name: str) -> Identity | None:
        """Who has a token of this name now, with the scopes that the file gives now."""
        self._look()
        return next((identity for _, identity in self._known if identity.name == name), None)

    def _look(self) -> None:
        if self._path is not None:
            with contextlib.suppress(OSError):
                stat = self._path.stat()
                if (stat.st_mtime_ns, stat.st_size) != self._read_at:
                    self._read()

    def _read(self) -> None:
        assert self._path is not None
        try:
            stat = self._path.stat()
            lines = self._path.read_text("utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            raise TokenError(
                "the file of tokens cannot be read; `dragoman token NAME --file FILE` makes one"
            ) from error
        self._known = tuple(_parsed(lines))
        self._read_at = (stat.st_mtime_ns, stat.st_size)


def _parsed(lines: Iterable[str]) -> Iterable[tuple[bytes, Identity]]:
    for n, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        try:
            if found is None:
                raise ValueError
            scopes = frozenset(Scope(word) for word in found["scopes"].split(","))
        except ValueError:
            raise TokenError(f"line {n} of the file of tokens is none; write NAME read,write sha256:HASH") from None
        yield bytes.fromhex(found["hash"]), Identity(found["name"], scopes)


def new_token(path: Path, name: str, scopes: Iterable[Scope]) -> str:
    """Make a token, add its hash to the file, which only its owner may read, and give it; it stands nowhere else.

    Raises `TokenError` for a name that is none or is there already, and where the file cannot be written.
    """
    if not re.fullmatch(r"[A-Za-z0-9_.@-]{1,60}", name):
        raise TokenError("the name is to be 1 to 60 letters, digits and signs of _.@-")
    if path.exists() and Tokens(path).named(name):
        raise TokenError(f"there is a token of {name} already; take its line out of the file first")
    token = _PREFIX + secrets.token_urlsafe(32)
    line = f"{name} {','.join(sorted(set(scopes)))} sha256:{hashlib.sha256(token.encode()).hexdigest()}\n"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
            file.write(line)
    except OSError as error:
        raise TokenError(f"the file of tokens cannot be written: {error.strerror}") from error
    return token
