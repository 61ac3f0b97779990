"""Which addresses are gone to: what an address may look like, and to which machines a name may lead.

The networks are those of IANA's registries of special-purpose addresses (RFC 6890 and later), written out here because
Python's own list differs from one version to the next. Forms that carry another address inside (IPv4-mapped, NAT64,
6to4, Teredo, ISATAP) are refused whatever they carry: no site that anybody reads is published under one.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit, urlunsplit

import idna

from dragoman.errors import RefusedAddress

Address = IPv4Address | IPv6Address

LONGEST = 4096
"""Characters of the longest address that is gone to."""

_PORTS = {"http": 80, "https": 443}
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"

_NEVER_4 = [
    IPv4Network(n)
    for n in (
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4",
    )
]  # fmt: skip
_PRIVATE_4 = [IPv4Network(n) for n in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
_PRIVATE_6 = [IPv6Network(n) for n in ("::1/128", "fc00::/7")]
_UNICAST_6 = IPv6Network("2000::/3")
_NEVER_6 = [
    IPv6Network(n)
    for n in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")  # 2001::/32 is Teredo
]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::\d*)?")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)$")
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "localdomain", "onion")


def is_public(address: Address) -> bool:
    """Whether an address is that of a machine on the public internet, and of nothing else."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in (*_NEVER_4, *_PRIVATE_4))
    if address.scope_id is not None or address not in _UNICAST_6 or _is_isatap(address):
        return False
    return not any(address in network for network in _NEVER_6)


def is_private(address: Address) -> bool:
    """Whether an address is of this machine or of a network like an office's: what `allow_private` opens.

    Link-local addresses (where clouds keep their machines' credentials), multicast and reserved ones are neither
    public nor private.
    """
    if isinstance(address, IPv4Address):
        return any(address in network for network in _PRIVATE_4)
    return address.scope_id is None and any(address in network for network in _PRIVATE_6)


def may_go_to(address: Address, *, allow_private: bool) -> bool:
    """Whether a connection may be opened to an address."""
    return is_public(address) or (allow_private and is_private(address))


def checked(url: str, *, allow_private: bool = False, name: str | None = None) -> str:
    """The address in its normal form: scheme and host in lower case, the host in ASCII, no default port, no fragment.

    A host in other letters becomes its IDNA form, so that a look-alike is seen for what it is. Raises `RefusedAddress`
    (of `name`, else of the address) for a scheme other than http and https, user names and passwords, numbers that are
    no plain IPv4 address, hosts and ports of private networks unless they are allowed, and what is no address at all.
    """
    name = _shown(url) if name is None else name
    url = url.strip(" \t\r\n")
    if len(url) > LONGEST:
        raise RefusedAddress(name, f"is an address of more than {LONGEST:,} characters")
    if _CONTROL.search(url):
        raise RefusedAddress(name, "has control characters in its address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedAddress(name, f"is no address: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise RefusedAddress(name, "is no address of http or https", "nothing else is fetched")
    if "@" in parts.netloc:
        raise RefusedAddress(name, "has a user name or password in its address", "give the address without it")
    host = _host(parts.netloc, name, allow_private=allow_private)
    if port is not None and port not in _PORTS.values() and not allow_private:
        raise RefusedAddress(name, f"names port {port}; only 80 and 443 are gone to", "--allow-private opens others")
    where = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    path, query = (quote(part, safe=_SAFE, errors="replace") for part in (_undotted(parts.path), parts.query))
    return urlunsplit((scheme, where, path, query, ""))


def origin_of(url: str) -> str:
    """Scheme, host and port of a checked address: "https://news.example"."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _undotted(path: str) -> str:
    """A path without `.` and `..`, which a robots.txt would be asked about otherwise, and another path fetched."""
    kept: list[str] = []
    parts = path.split("/")[1:]
    for n, part in enumerate(parts, 1):
        dots = part.lower().replace("%2e", ".")
        if dots == "..":
            kept = kept[:-1]
        if dots not in (".", ".."):
            kept.append(part)
        elif n == len(parts):
            kept.append("")
    return "/" + "/".join(kept)


def _host(netloc: str, name: str, *, allow_private: bool) -> str:
    if "[" in netloc:
        bracketed = _BRACKETED.fullmatch(netloc)
        if bracketed is None:
            raise RefusedAddress(name, "names no host")
        return f"[{_literal(bracketed[1], name, allow_private=allow_private)}]"
    written = netloc.partition(":")[0]
    try:
        # UTS 46 as browsers apply it: full-width letters and digits, ideographic full stops, capitals.
        host = idna.encode(written, uts46=True, std3_rules=True).decode("ascii").lower().rstrip(".")
    except (idna.IDNAError, UnicodeError) as error:
        host = _plain(written, name, error)
    if not host:
        raise RefusedAddress(name, "names no host")
    last = host.rpartition(".")[2]
    if _NUMBER.match(last):
        return _literal(host, name, allow_private=allow_private)
    if not allow_private and ("." not in host or last in _INSIDE):
        raise RefusedAddress(name, f"names {host}, a host of a private network", "--allow-private goes there")
    return host


def _plain(written: str, name: str, error: Exception) -> str:
    """A host that IDNA has no form for but the name system has: letters, digits, hyphens and underscores."""
    host = written.lower().rstrip(".")
    if re.fullmatch(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}", host):
        return host
    raise RefusedAddress(name, f"names no host: {error}") from error


def _literal(text: str, name: str, *, allow_private: bool) -> str:
    try:
        address = ip_address(text)
    except ValueError as error:
        raise RefusedAddress(
            name, f"names {text}, a number that is no plain address of a machine", "write the host's name"
        ) from error
    if not may_go_to(address, allow_private=allow_private):
        advice = "--allow-private goes there" if is_private(address) else "such addresses are never gone to"
        raise RefusedAddress(name, f"names {address}, which is not on the public internet", advice)
    return str(address)


def _is_isatap(address: IPv6Address) -> bool:
    """RFC 5214: the last 64 bits are [02]00:5efe and an IPv4 address."""
    return (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE


def _shown(url: str) -> str:
    return url if len(url) <= 200 else url[:199] + "…"
