"""The two databases: one SQLite connection behind a lock, or a pool of connections to PostgreSQL.

SQLite keeps its journal as a write-ahead log with synchronous=NORMAL. A process that is killed at any moment loses no
committed purchase and leaves none half done; a computer that loses power may lose the last ones, but never damages the
file. FULL would close that gap at a sixteenth of the purchases per second, for money that is not real.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine, Executable, Row, StaticPool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from .store_errors import StoreUnavailable

__all__ = ["Database", "Rows", "open_database"]

_LOCK_TIMEOUT = 30.0  # seconds; under eight writing processes the longest wait measured was 4.3 s
_SEEDING_LOCK = 7_205_759  # an advisory lock of PostgreSQL, any number that nobody else in the database uses

Rows = Sequence[Row[Any]]
Parameters = Mapping[str, object] | Sequence[Mapping[str, object]]


class Database(Protocol):
    """What the store needs of a database; safe to use from several threads."""

    blocking: bool
    """Whether calls wait for another machine, so that an event loop should leave them to a thread."""

    def rows(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        """The rows of a query, outside of any transaction."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that is committed at the end of the block and taken back when the block raises."""
        ...

    def lock_for_seeding(self, connection: Connection) -> None:
        """Makes everybody else who wants to fill the same database wait for the end of the transaction."""
        ...

    def close(self) -> None:
        """Gives the connections back."""
        ...


def open_database(url: str) -> Database:
    """Opens a database by its SQLAlchemy URL.

    Raises:
        ValueError: the URL is none, or of a kind that is not supported.
        StoreUnavailable: the database cannot be reached.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError(f"the database {url!r} is no URL such as sqlite:///numbers.db or postgresql+psycopg://host/name") from None
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return _SQLite(parsed)
    if parsed.drivername == "postgresql+psycopg":
        return _PostgreSQL(parsed)
    raise ValueError(f"the database is {parsed.drivername}; use sqlite or postgresql+psycopg")


@contextmanager
def _reported() -> Iterator[None]:
    """Failures of the database itself in the store's terms."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, Exception) and type(error.orig).__name__ == "OperationalError":
            raise StoreUnavailable(f"the database does not answer: {error.orig}".replace("\n", " ")) from error
        raise


class _SQLite:
    """One connection for reading and writing; other processes may use the same file."""

    blocking = False

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(
            url, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": _LOCK_TIMEOUT}
        )
        event.listen(self._engine, "connect", _configure_sqlite)
        self._lock = threading.RLock()
        with _reported():
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def rows(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        with self._lock, _reported():
            return self._connection.execute(statement, parameters).all()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._lock, _reported():
            # IMMEDIATE takes the lock of the file at once: a transaction that reads first and writes later could
            # find that somebody else wrote in between, and would have to start again.
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.exec_driver_sql("ROLLBACK")
                raise
            self._connection.exec_driver_sql("COMMIT")

    def lock_for_seeding(self, connection: Connection) -> None:
        """Nothing to do: BEGIN IMMEDIATE excludes other writers already."""

    def close(self) -> None:
        with self._lock:
            self._connection.close()
            self._engine.dispose()


def _configure_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401  (the driver's own connection)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = OFF", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}").close()


class _PostgreSQL:
    """A pool of connections; transactions at READ COMMITTED, where the unique key decides who buys."""

    blocking = True

    def __init__(self, url: URL) -> None:
        self._engine: Engine = create_engine(url, pool_size=16, max_overflow=16, pool_pre_ping=True)
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with _reported():
            self._engine.connect().close()

    def rows(self, statement: Executable, parameters: Parameters | None = None) -> Rows:
        with _reported(), self._reader.connect() as connection:
            return connection.execute(statement, parameters).all()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with _reported(), self._engine.begin() as connection:
            yield connection

    def lock_for_seeding(self, connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SEEDING_LOCK})

    def close(self) -> None:
        self._engine.dispose()
