"""The two databases: one SQLite connection behind a lock, or a pool of connections to PostgreSQL.

SQLite keeps its journal as a write-ahead log with synchronous=NORMAL. A process that is killed at any moment loses no
committed purchase and leaves none half done; a computer that loses power may lose the last ones, but never damages the
file. FULL would close that gap at a sixteenth of the purchases per second, for money that is not real.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Protocol, cast

from sqlalchemy import URL, Row, StaticPool, create_engine, event, insert, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from .compiled_queries import prepared
from .errors import Conflict, StoreUnavailable
from .tables import numbers

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from sqlalchemy import Connection, Select

__all__ = ["AnyRow", "Database", "SQLite", "open_database"]

_LOCK_TIMEOUT = 30.0  # seconds; the longest wait measured, with eight processes that write without a pause, was 4.3
_SEEDING_LOCK = 7_205_759  # an advisory lock of PostgreSQL: any number that nobody else in the database uses
_CONFLICTS = frozenset({"40001", "40P01", "55P03"})  # SQLSTATE: serialization failure, deadlock, lock not available


AnyRow = Row[*tuple[Any, ...]]


class Database(Protocol):
    """What the store needs of a database; safe to use from several threads."""

    blocking: bool
    """Whether calls wait for another machine, so that an event loop should leave them to a thread."""

    def rows(self, statement: Select[*tuple[Any, ...]]) -> Sequence[AnyRow]:
        """The rows of a query, outside of any transaction."""
        ...

    def quick_rows(self, statement: Select[*tuple[Any, ...]], parameters: Mapping[str, object]) -> Sequence[AnyRow]:
        """The same for a query that is made once, kept and given its parameters each time, as tuples."""
        ...

    def version(self) -> object:
        """A value that changes whenever anybody writes; None if the database tells no such thing."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that is committed at the end of the block and taken back when the block raises."""
        ...

    def lock_for_seeding(self, connection: Connection) -> None:
        """Makes everybody else who wants to fill the same database wait for the end of the transaction."""
        ...

    def load(self, connection: Connection, rows: Sequence[tuple[str, int]]) -> None:
        """Adds numbers with their cells, by the quickest way that there is."""
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
        raise ValueError(
            "the database is not given as a URL; use one such as sqlite:///numbers.db or postgresql+psycopg://host/name"
        ) from None
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return SQLite(parsed)
    if parsed.drivername == "postgresql+psycopg":
        return PostgreSQL(parsed)
    raise ValueError(f"the database is {parsed.drivername}; use sqlite or postgresql+psycopg")


@contextmanager
def _reported() -> Generator[None]:
    """Failures of the database itself in the store's terms; errors in a statement stay what they are."""
    try:
        yield
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split())
        if getattr(error.orig, "sqlstate", None) in _CONFLICTS:
            raise Conflict(f"another change is under way: {reason}") from error
        if type(error) in {OperationalError, InterfaceError, DatabaseError}:
            raise StoreUnavailable(f"the database does not answer: {reason}") from error
        raise


class SQLite:
    """One connection for reading and writing; other processes may use the same file."""

    blocking = False

    def __init__(self, url: URL) -> None:
        options = {"check_same_thread": False, "timeout": _LOCK_TIMEOUT}
        # What a statement is given stays out of the errors that are logged: whole phone numbers are among it.
        self._engine = create_engine(url, poolclass=StaticPool, connect_args=options, hide_parameters=True)
        event.listen(self._engine, "connect", _configure)
        self._lock = threading.RLock()
        self.in_memory = url.database in {None, "", ":memory:"}
        with _reported():
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._raw = self._driver()

    def rows(self, statement: Select[*tuple[Any, ...]]) -> Sequence[AnyRow]:
        """The rows of a query."""
        with self._lock, _reported():
            return self._connection.execute(statement).all()

    def quick_rows(self, statement: Select[*tuple[Any, ...]], parameters: Mapping[str, object]) -> Sequence[AnyRow]:
        """The rows of a query that is kept."""
        query = prepared(statement)
        values = query.values(parameters)
        try:
            with self._lock:
                rows: Sequence[AnyRow] = self._raw.execute(query.text, values).fetchall()
        except sqlite3.DatabaseError as error:
            if type(error) in {sqlite3.OperationalError, sqlite3.DatabaseError}:
                raise StoreUnavailable(f"the database does not answer: {error}") from error
            raise
        return rows

    def version(self) -> object:
        """How often this connection has changed a row, and how often others have changed the file."""
        with self._lock:
            return self._raw.total_changes, self._raw.execute("PRAGMA data_version").fetchone()

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction, alone with the file."""
        with self._lock, _reported():
            # IMMEDIATE takes the lock of the file at once: a transaction that reads first and writes later could
            # find that somebody else wrote in between, and would have to start again.
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.exec_driver_sql("COMMIT")
            except BaseException:
                self._connection.exec_driver_sql("ROLLBACK")
                raise

    def lock_for_seeding(self, connection: Connection) -> None:
        """Does nothing, since BEGIN IMMEDIATE excludes other writers already."""

    def load(self, connection: Connection, rows: Sequence[tuple[str, int]]) -> None:
        """Adds numbers with their cells."""
        statement = str(insert(numbers).compile(dialect=connection.dialect, column_keys=["phone_number", "cell"]))
        connection.exec_driver_sql(statement, list(rows))

    def image(self) -> bytes:
        """The whole database as bytes."""
        with self._lock:
            return bytes(self._raw.serialize())

    def restore(self, image: bytes) -> None:
        """Makes this in-memory database a copy of another."""
        with self._lock:
            self._raw.deserialize(image)

    def _driver(self) -> sqlite3.Connection:
        """The driver's own connection; there is one only."""
        driver = self._connection.connection.driver_connection
        return cast("sqlite3.Connection", driver)

    def close(self) -> None:
        """Closes the file; the last process to do so folds the log into it."""
        with self._lock:
            self._connection.close()
            self._engine.dispose()


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401  (the driver's own connection)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
        connection.execute(f"PRAGMA {pragma}").close()


class PostgreSQL:
    """A pool of connections; transactions at READ COMMITTED, where the unique key decides who buys."""

    blocking = True

    def __init__(self, url: URL) -> None:
        options = {"connect_timeout": 10, "options": "-c lock_timeout=30s"}
        try:
            self._engine = create_engine(url, pool_size=16, max_overflow=16, connect_args=options, hide_parameters=True)
        except (ImportError, NoSuchModuleError):
            raise ValueError("PostgreSQL needs psycopg: install numbers-api-sandbox[postgresql]") from None
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with _reported():
            self._engine.connect().close()

    def rows(self, statement: Select[*tuple[Any, ...]]) -> Sequence[AnyRow]:
        """The rows of a query."""
        with _reported(), self._reader.connect() as connection:
            return connection.execute(statement).all()

    def quick_rows(self, statement: Select[*tuple[Any, ...]], parameters: Mapping[str, object]) -> Sequence[AnyRow]:
        """The rows of a query that is kept."""
        with _reported(), self._reader.connect() as connection:
            return connection.execute(statement, parameters).all()

    def version(self) -> object:
        """PostgreSQL does not tell."""
        return None

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction, beside those of others."""
        with _reported(), self._engine.begin() as connection:
            yield connection

    def lock_for_seeding(self, connection: Connection) -> None:
        """Waits for whoever is seeding, until the transaction ends."""
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SEEDING_LOCK})

    def load(self, connection: Connection, rows: Sequence[tuple[str, int]]) -> None:
        """Adds numbers with their cells by COPY, ten times as fast as INSERT."""
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {numbers.name} (phone_number, cell) FROM STDIN") as copy:
            copy.write("".join(f"{number}\t{cell}\n" for number, cell in rows))

    def close(self) -> None:
        """Closes the connections of the pool."""
        self._engine.dispose()
