"""Where a record is: a file, or a schema of a PostgreSQL database by its URL. No password ever gets into its name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from dragoman.errors import RecordError

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)", re.S)
_FOLDED = re.compile(r"(?:postgres|postgresql):/", re.I)
_FORM = "write postgresql://USER@HOST/DATABASE, with ?schema=NAME for a schema of its own"


@dataclass(frozen=True, slots=True)
class Server:
    """A schema of a database on a server: "schema news of database world, at db.example.org, as analyst".

    `host`, `port`, `user` and `database` are empty where the URL leaves them to the client library's rules,
    `schema` where the database's search path decides. `secret` is the URL without the schema, as that library takes it.
    """

    host: str
    port: str
    user: str
    database: str
    schema: str
    secret: str = field(repr=False)
    password: str = field(repr=False)

    def __str__(self) -> str:
        at = ",".join(
            (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
            for host, port in _paired(self.host, self.port)
        )
        schema = f"?schema={self.schema}" if self.schema else ""
        return f"postgresql://{self.user}{'@' if self.user else ''}{at}/{self.database}{schema}"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a record is: `path` of its file, or the `server`; one of them. `str` names it without a password."""

    path: Path | None = None
    server: Server | None = None

    @classmethod
    def of(cls, where: str | Path | Address) -> Address:
        """The address that somebody wrote; raises `RecordError`, which repeats nothing of a URL that it cannot read."""
        if isinstance(where, Address):
            return where
        if isinstance(where, Path) and _FOLDED.match(str(where)):
            raise RecordError("the record's address is a URL; give it as text, a path folds its slashes")
        found = _URL.fullmatch(str(where))
        if found is None:
            return cls(path=Path(where))
        if found["scheme"].lower() not in ("postgresql", "postgres"):
            raise RecordError(
                f"a record cannot be kept at a {found['scheme'].lower()}:// address; {_FORM}, or name a file"
            )
        return cls(server=_server(found["rest"]))

    def __str__(self) -> str:
        return str(self.path if self.server is None else self.server)


def _server(rest: str) -> Server:
    authority, slash, tail = rest.partition("/")
    path, _, query = tail.partition("?")
    if not slash:
        authority, _, query = rest.partition("?")
    if authority.count("@") > 1 or "@" in path or "@" in query or any(c.isspace() or ord(c) < 32 for c in rest):
        # A sign of the password that ended it early would stand in the host's name, and so in every message.
        raise RecordError(
            f"the URL of the record cannot be read; {_FORM}, and in names and passwords %40 for @, %2F for /, "
            "%3A for :, %3F for ?, %23 for # and %20 for a blank"
        )
    login, at, hosts = authority.rpartition("@")
    user, _, password = login.partition(":") if at else ("", "", "")
    options = dict[str, str]()
    kept = list[str]()
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        options[unquote(name)] = unquote(value)
        if unquote(name) != "schema":
            kept.append(part)
    told = [_host_and_port(one) for one in hosts.split(",")]
    ports = [port for _, port in told]
    if any(port and not port.isdecimal() for port in ports):
        raise RecordError(f"the URL of the record cannot be read: its port is no number; {_FORM}")
    url = f"postgresql://{authority}/{path}" + ("?" + "&".join(kept) if kept else "")
    return Server(
        host=options.get("host") or ",".join(unquote(host) for host, _ in told),
        port=options.get("port") or (",".join(ports) if any(ports) else ""),
        user=unquote(user) or options.get("user", ""),
        database=unquote(path) or options.get("dbname", ""),
        schema=options.get("schema", ""),
        secret=url,
        password=unquote(password) or options.get("password", ""),
    )


def _host_and_port(text: str) -> tuple[str, str]:
    """Of "host:5433" or "[::1]:5433"."""
    if text.startswith("["):
        host, _, port = text[1:].partition("]")
        return host, port.removeprefix(":")
    host, _, port = text.partition(":")
    return host, port


def _paired(hosts: str, ports: str) -> list[tuple[str, str]]:
    """Each host with its port; one port is every host's."""
    names, numbers = hosts.split(","), ports.split(",")
    if len(numbers) != len(names):
        numbers = numbers[:1] * len(names)
    return list(zip(names, numbers, strict=True))
