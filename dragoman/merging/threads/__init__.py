"""Threads: what became of each pledge, offer, threat, demand, agreement and proposal in later reports."""

from dragoman.merging.threads.finding import find_threads
from dragoman.merging.threads.thread import How, State, Step, Thread

__all__ = ["How", "State", "Step", "Thread", "find_threads"]
