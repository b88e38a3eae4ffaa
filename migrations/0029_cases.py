"""After closing every standing project becomes a case, which moves, is checked, and may wait for two officers; a call
knows when its first site round opened. Frozen, like every migration.
"""

from peewee import BigIntegerField, BlobField, ForeignKeyField, IntegerField, Model, TextField

KEPT = "SELECT COUNT(*) FROM evaluation_case"


class Base(Model):
    class Meta:
        legacy_table_names = False


class Person(Base):
    pass


class Application(Base):
    pass


class Submission(Base):
    pass


class Party(Base):
    pass


class Case(Base):
    application = ForeignKeyField(Application, backref="+", unique=True, on_delete="CASCADE")
    submission = ForeignKeyField(Submission, backref="+", on_delete="CASCADE")
    track = TextField()
    service_type = TextField()
    agency = TextField(null=True)
    region = TextField()
    asked_grant = BigIntegerField(null=True)
    total = BigIntegerField(null=True)
    accepted_grant = BigIntegerField(null=True)
    state = TextField()
    moves = IntegerField()
    since = BigIntegerField()
    due_on = TextField(null=True)
    held = TextField(null=True)
    withdrawal = TextField(null=True)
    opened_at = BigIntegerField()

    class Meta:
        table_name = "evaluation_case"
        indexes = ((("state", "agency"), False),)


class CaseMove(Base):
    case = ForeignKeyField(Case, backref="+", on_delete="CASCADE")
    number = IntegerField()
    name = TextField()
    before = TextField()
    after = TextField()
    person = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    confirmed_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    detail = TextField()
    said = TextField(null=True)
    at = BigIntegerField()

    class Meta:
        indexes = ((("case", "number"), True),)


class Check(Base):
    case = ForeignKeyField(Case, backref="+", on_delete="CASCADE")
    kind = TextField()
    item = TextField()
    party = ForeignKeyField(Party, null=True, backref="+", on_delete="CASCADE")
    answer = TextField()
    amount = BigIntegerField(null=True)
    resolved_on = TextField(null=True)
    note = TextField()
    person = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = BigIntegerField()

    class Meta:
        table_name = "case_check"
        indexes = ((("case", "kind"), False),)


class CaseDocument(Base):
    case = ForeignKeyField(Case, backref="+", on_delete="CASCADE")
    move = ForeignKeyField(CaseMove, backref="+", on_delete="CASCADE")
    slug = TextField()
    name = TextField()
    sha256 = TextField()
    size = IntegerField()
    content = BlobField()

    class Meta:
        indexes = ((("move", "slug"), True),)


def up(migrator, db):
    made = [Case, CaseMove, Check, CaseDocument]
    with db.bind_ctx([Person, Application, Submission, Party, *made]):
        db.create_tables(made, safe=False)
    migrator.migrate(
        migrator.add_column("proposal", "case_id", ForeignKeyField(Case, Case.id, null=True, on_delete="CASCADE")),
        migrator.add_column("application", "asked", TextField(null=True)),
        migrator.add_column("application", "asked_until", BigIntegerField(null=True)),
        migrator.add_column("call", "site_opens_at", BigIntegerField(null=True)),
    )


def down(migrator, db):
    if db.execute_sql(KEPT).fetchone()[0]:
        raise ValueError("the schema before this one has no room for cases: they would be lost")
    migrator.migrate(
        migrator.drop_index("proposal", "proposal_case_id"),
        migrator.drop_column("proposal", "case_id"),
        migrator.drop_column("application", "asked"),
        migrator.drop_column("application", "asked_until"),
        migrator.drop_column("call", "site_opens_at"),
        *(migrator.drop_table(name) for name in ("case_document", "case_check", "case_move", "evaluation_case")),
    )
