"""Fetching: pages from the web, politely, and from nowhere else than the public internet.

    with Fetcher() as fetcher:
        page = fetcher.page("https://news.example/article")

`addresses` says where it may go, `network` and `guard` see to it when a connection is opened, `inflating` bounds what
comes, `robots` and `pacing` keep the manners, `client` puts them together; `following` goes from feeds to pages.
"""

from __future__ import annotations

from dragoman.reading.fetching.client import Fetched, Fetcher, Validators
from dragoman.reading.fetching.network import Internet, Network

__all__ = ["Fetched", "Fetcher", "Internet", "Network", "Validators"]
