"""Evaluators are anonymised once the audit of their calls is over: the row stays, without its person. Frozen, like every
migration."""

from peewee import BigIntegerField

COUNT = "SELECT COUNT(*) FROM evaluator WHERE person_id IS NULL"


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("call", "audited_until", BigIntegerField(null=True)),
        migrator.drop_not_null("evaluator", "person_id"),
    )


def down(migrator, db):
    if db.execute_sql(COUNT).fetchone()[0]:
        raise ValueError("the schema before this one has no room for evaluators without a person: they would be lost")
    migrator.migrate(
        migrator.add_not_null("evaluator", "person_id"),
        migrator.drop_column("call", "audited_until"),
    )
