"""A call names the package its figures, questions and texts come from. Frozen, like every migration."""

from peewee import TextField


def up(migrator, db):
    migrator.migrate(migrator.add_column("call", "package", TextField(default="")))
    db.execute_sql("UPDATE call SET package = slug")


def down(migrator, db):
    migrator.migrate(migrator.drop_column("call", "package"))
