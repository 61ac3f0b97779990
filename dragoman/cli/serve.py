"""`dragoman serve` and `dragoman token`: a record's pages and API, and who may ask them."""

from __future__ import annotations

import threading
import time
import webbrowser
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dragoman.address import Address
from dragoman.cli.records import parse_address
from dragoman.cli.running import complain, ending_well


class ScopeName(StrEnum):
    """What a token allows."""

    READ = "read"
    WRITE = "write"


def serve(
    record: Annotated[
        Address, typer.Argument(metavar="RECORD", parser=parse_address, help="The record: a file, or a server's URL.")
    ],
    host: Annotated[str, typer.Option(metavar="HOST", help="The address to be reached at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="The port; 0 takes a free one.")] = 8765,
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", metavar="FILE", help="Whose tokens are known; needed where others can ask."),
    ] = None,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option("--allowed-host", metavar="NAME", help="A further name that the server is asked under."),
    ] = None,
    allow_fetching: Annotated[
        bool, typer.Option("--allow-fetching", help="Let those who may write have addresses fetched and coded.")
    ] = False,
    behind_tls: Annotated[
        bool, typer.Option("--behind-tls", help="A proxy gives this server TLS: cookies are sent over it alone.")
    ] = False,
    allow_writing: Annotated[
        bool, typer.Option("--allow-writing", help="Let those whose token allows it correct the record in its pages.")
    ] = False,
    open: Annotated[bool, typer.Option("--open", help="Open the pages in your browser.")] = False,
) -> None:
    """Serve a record's pages and API on this machine; with tokens, to others too."""
    with ending_well():
        from dragoman.server.reading import Reading
        from dragoman.server.running import check, serve
        from dragoman.server.settings import Settings

        settings = Settings(
            host=host,
            port=port,
            token_file=token_file,
            allowed_hosts=tuple(allowed_host or ()),
            fetching=allow_fetching,
            writing=allow_writing,
            secure_cookies=behind_tls,
        )
        check(settings)
        complain(f"{record}: making ready what is listed and searched, which takes a while the first time")
        reading = Reading.open(record, settings)

        def told(port: int) -> None:
            shown = f"[{host}]" if ":" in host else host
            address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else shown}:{port}/"
            complain(f"serving {record} at {address} until interrupted")
            if open:
                threading.Thread(target=_open, args=[address], daemon=True).start()

        serve(reading, settings, told)


def token(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose token it is.")],
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="The file of tokens; made where there is none.")],
    scope: Annotated[
        list[ScopeName] | None,
        typer.Option("--scope", help="What it allows; can be given twice. Reading alone if not."),
    ] = None,
) -> None:
    """Make a token for somebody, print it once, and keep its hash in a file for `serve`."""
    with ending_well():
        from dragoman.server.guarding.tokens import Scope, new_token

        typer.echo(new_token(file, name, [Scope(s.value) for s in scope or [ScopeName.READ]]))
        complain("this is the only time that the token is shown; hand it on by a safe way")


def _open(address: str) -> None:
    time.sleep(1.0)  # by then the server listens
    webbrowser.open(address)
