"""The tables: an immutable catalogue, and beside it what accounts hold, owe and are.

A purchase adds a row to `taken` and never touches the catalogue, so that forgetting everything is quick however large
the catalogue is. A row of `taken` whose `until` is null is a number held by the account; one with a time is a number
released by it, which is on offer again from that time on (seconds since 1970-01-01 UTC); the end of time stands for a
number that is reserved for the account.

All names begin with sandbox_, lest a reset empty the tables of somebody else who uses the same database.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, MetaData, String, Table, Text

__all__ = ["accounts", "charges", "metadata", "numbers", "offers", "properties", "ranges", "taken"]

metadata = MetaData()

_Number = String(16).with_variant(String(16, collation="C"), "postgresql")  # ordered by code points, as in SQLite

properties = Table(
    "sandbox_properties",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

ranges = Table(
    "sandbox_ranges",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("first", _Number, nullable=False),
    Column("last", _Number, nullable=False),
    Column("kind", Integer, nullable=False, comment="index of country and type; the offers from kind * 16 on are its"),
    Column("geography", Text, nullable=False, comment="JSON"),
    Column("counts", Text, nullable=False, comment="JSON: how many numbers each of 16 offers has here"),
)

offers = Table(
    "sandbox_offers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False, comment="JSON: the members that every number of this offer has"),
)

numbers = Table(
    "sandbox_numbers",
    metadata,
    Column("phone_number", _Number, primary_key=True),
    Column("cell", Integer, nullable=False, comment="id of the range times 16, plus index of the offer"),
    Index("sandbox_numbers_by_cell", "cell", "phone_number"),
    sqlite_with_rowid=False,
)

accounts = Table(
    "sandbox_accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("registered", Boolean, nullable=False, comment="put by hand, as opposed to come into being by a purchase"),
    Column("token", Text, nullable=True, unique=True, comment="SHA-256, hexadecimal"),
    Column("password", Text, nullable=True, comment="SHA-256, hexadecimal"),
    Column("addresses", Text, nullable=False, comment="JSON: ISO 3166-1 alpha-2 codes"),
    Column("identity_documents", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

taken = Table(
    "sandbox_taken",
    metadata,
    Column("phone_number", _Number, primary_key=True),
    Column("account", Text, nullable=False),
    Column("until", Double, nullable=True),
    Column("cell", Integer, nullable=False),
    Column("settings", Text, nullable=False, comment="JSON in ASCII: what the owner has decided"),
    Column("application_sid", Text, nullable=True, comment="JSON in ASCII: configuration.voice.application_sid"),
    Index("sandbox_taken_by_account", "account", "phone_number"),
    Index("sandbox_taken_by_application", "account", "application_sid", "phone_number"),
    sqlite_with_rowid=False,
)

charges = Table(
    "sandbox_charges",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("phone_number", _Number, nullable=False),
    Column("setup_price", Text, nullable=False),
    Column("first_month", Text, nullable=False),
    Column("time", Double, nullable=False, comment="seconds since 1970-01-01 UTC"),
    sqlite_autoincrement=True,
)
