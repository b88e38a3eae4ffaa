"""Evaluators are anonymised once the audit of their calls is over: the row stays, without its person. An access says
whether it was an evaluator's. Frozen, like every migration."""

from peewee import BigIntegerField, BooleanField

COUNT = "SELECT COUNT(*) FROM evaluator WHERE person_id IS NULL"


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("call", "audited_until", BigIntegerField(null=True)),
        migrator.drop_not_null("evaluator", "person_id"),
        migrator.add_column("access", "evaluates", BooleanField(default=False)),
    )
    db.execute_sql("UPDATE access SET evaluates = TRUE WHERE person_id IN (SELECT person_id FROM evaluator)")


def down(migrator, db):
    if db.execute_sql(COUNT).fetchone()[0]:
        raise ValueError("the schema before this one has no room for evaluators without a person: they would be lost")
    migrator.migrate(
        migrator.drop_column("access", "evaluates"),
        migrator.add_not_null("evaluator", "person_id"),
        migrator.drop_column("call", "audited_until"),
    )
