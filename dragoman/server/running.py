"""A server started, told of on the terminal, and stopped."""

from __future__ import annotations

import uvicorn

from dragoman.server.app import application
from dragoman.server.guarding.slowness import patient
from dragoman.server.guarding.tokens import TokenError
from dragoman.server.reading import Reading
from dragoman.server.settings import Settings


def configuration(reading: Reading, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves a record: with limits on connections and on slow clients, and no word of what it runs on."""
    return uvicorn.Config(
        application(reading, settings),
        host=settings.host,
        port=settings.port,
        http=patient(settings.head_s),
        ws="none",
        loop="asyncio",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        limit_concurrency=settings.connections,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=16_384,
    )


def check(settings: Settings) -> None:
    """Raises `TokenError` where others could reach the server and none of them would need a token."""
    if not settings.is_local and settings.token_file is None:
        raise TokenError(
            "others can reach the server at this host, so that it needs tokens: make one with "
            "`dragoman token NAME --file FILE`, and give the file with --token-file"
        )


def serve(reading: Reading, settings: Settings) -> None:
    """Serve until interrupted."""
    uvicorn.Server(configuration(reading, settings)).run()
