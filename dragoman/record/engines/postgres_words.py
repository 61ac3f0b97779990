"""What PostgreSQL and its client library complain of, in words: what is wrong, what to do; never with a password."""

from __future__ import annotations

import psycopg
from psycopg import errors

_AGAIN = "all that was kept before is whole"


def in_words(error: psycopg.Error, *, password: str) -> str:
    """What is wrong and what to do about it, on one line, without the record's name and without `password`."""
    said = " ".join((error.diag.message_primary or str(error)).split())
    if password:
        said = said.replace(password, "…")
    said = said if len(said) <= 300 else said[:299] + "…"
    match error:
        case errors.SyntaxError() if "multiple commands" in said:
            return "one query at a time, please"
        case errors.LockNotAvailable():
            return "is being written by another program; wait for it to end, and do the same again"
        case errors.QueryCanceled():
            return f"the server stopped it, as it took too long or somebody asked for that ({said})"
        case errors.InsufficientPrivilege():
            return f"the server does not allow it: {said}; docs/postgresql.md tells which rights are needed"
        case errors.ReadOnlySqlTransaction():
            return f"can only be read here: {said}"
        case errors.DiskFull() | errors.OutOfMemory() | errors.ConfigurationLimitExceeded():
            return f"the server has no room left; {_AGAIN}: make room and do the same again ({said})"
        case errors.TooManyConnections() | errors.CannotConnectNow():
            return f"the server takes no further connections just now; try again later ({said})"
        case psycopg.OperationalError() if error.sqlstate is None or error.sqlstate.startswith(("08", "57P")):
            return f"the server cannot be reached, or went away; {_AGAIN}: see to it and do the same again ({said})"
        case psycopg.OperationalError():
            return f"the server does not let you in, or cannot do it: {said}"
    return said or type(error).__name__
