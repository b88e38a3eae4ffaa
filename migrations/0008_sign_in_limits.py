"""Codes have lanes, and wrong tries of the second factor are counted by post. Frozen, like every migration."""

from peewee import BigIntegerField, BooleanField, IntegerField, TextField

KNOWN = "known"


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("sign_in_code", "lane", TextField(default="")),
        migrator.add_column("staff", "tries", IntegerField(default=0)),
        migrator.add_column("staff", "barred_until", BigIntegerField(null=True)),
    )
    db.execute_sql(f"UPDATE sign_in_code SET lane = '{KNOWN}' WHERE familiar")  # noqa: S608 - our own word
    migrator.migrate(migrator.drop_column("sign_in_code", "familiar"))


def down(migrator, db):
    migrator.migrate(migrator.add_column("sign_in_code", "familiar", BooleanField(default=False)))
    true = "1" if db.__class__.__name__.startswith("Sqlite") else "TRUE"
    db.execute_sql(f"UPDATE sign_in_code SET familiar = {true} WHERE lane = '{KNOWN}'")  # noqa: S608
    migrator.migrate(
        migrator.drop_column("sign_in_code", "lane"),
        migrator.drop_column("staff", "tries"),
        migrator.drop_column("staff", "barred_until"),
    )
