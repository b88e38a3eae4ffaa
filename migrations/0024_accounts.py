"""What two officers decide together; entries that ended or were brought in from a list. Frozen, like every
migration."""

from peewee import BigIntegerField, ForeignKeyField, IntegerField, Model, TextField

MOMENTS = ("ended_at", "imported_at", "corrected_at")
COUNT = "SELECT COUNT(*) FROM {}"


def up(migrator, db):
    migrator.migrate(*(migrator.add_column("supplier", name, BigIntegerField(null=True)) for name in MOMENTS))

    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class Company(Base):
        pass

    class Proposal(Base):
        token = TextField(unique=True)
        act = TextField()
        subject = TextField()
        company = ForeignKeyField(Company, null=True, on_delete="CASCADE")
        given = TextField()
        reason = TextField()
        by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        at = BigIntegerField()
        expires_at = BigIntegerField()
        state = TextField()
        settled_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        settled_at = BigIntegerField(null=True)
        refusal = TextField(null=True)

        class Meta:
            indexes = ((("state", "expires_at"), False),)

    class PoolImport(Base):
        token = TextField(unique=True)
        name = TextField()
        rows = TextField()
        faults = TextField()
        total = IntegerField()
        done = IntegerField()
        passed = IntegerField()
        by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
        at = BigIntegerField(index=True)
        asked_at = BigIntegerField(null=True)
        ended_at = BigIntegerField(null=True)

    db.create_tables([Proposal, PoolImport], safe=False)


def down(migrator, db):
    if db.execute_sql(COUNT.format("proposal")).fetchone()[0]:
        raise ValueError("the schema before this one has no room for a proposal: it would be lost")
    migrator.migrate(
        *(migrator.drop_table(table) for table in ("pool_import", "proposal")),
        *(migrator.drop_column("supplier", name) for name in reversed(MOMENTS)),
    )
