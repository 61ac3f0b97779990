"""Threads: what became of each pledge, offer, threat, demand, agreement and proposal in later reports."""

from dragoman.merging.threads.finding import find_threads, place, threads_in_order
from dragoman.merging.threads.table import STEPS, THREADS, Rows, rows
from dragoman.merging.threads.telling import story
from dragoman.merging.threads.thread import How, State, Step, Thread
from dragoman.merging.threads.watching import Watched, Why, watch

__all__ = [
    "STEPS",
    "THREADS",
    "How",
    "Rows",
    "State",
    "Step",
    "Thread",
    "Watched",
    "Why",
    "find_threads",
    "place",
    "rows",
    "story",
    "threads_in_order",
    "watch",
]
