"""Evaluators, rounds, assignments, conflicts of interest and scores. Frozen, like every migration."""

from peewee import BigIntegerField, ForeignKeyField, IntegerField, Model, TextField

TABLES = ("score", "conflict", "assignment", "round_case", "round", "pledge", "evaluator")
COUNT = "SELECT COUNT(*) FROM {}"


def up(migrator, db):
    class Base(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Person(Base):
        pass

    class Call(Base):
        pass

    class Application(Base):
        pass

    class Submission(Base):
        pass

    class Case(Base):
        class Meta:
            table_name = "evaluation_case"

    class Evaluator(Base):
        token = TextField(unique=True)
        person = ForeignKeyField(Person, unique=True, on_delete="RESTRICT")
        name = TextField(null=True)
        institution = TextField(null=True)
        number = TextField(null=True)
        sector = TextField()
        fields = TextField()
        regions = TextField()
        most = IntegerField()
        secret = TextField(null=True)
        counter = IntegerField()
        tries = IntegerField()
        barred_until = BigIntegerField(null=True)
        known_tries = IntegerField()
        known_barred_until = BigIntegerField(null=True)
        enrolled_at = BigIntegerField(null=True)
        created_at = BigIntegerField()
        ended_at = BigIntegerField(null=True)

    class Pledge(Base):
        evaluator = ForeignKeyField(Evaluator, on_delete="RESTRICT")
        version = TextField()
        text_hash = TextField()
        signer = TextField()
        at = BigIntegerField()

    class Round(Base):
        token = TextField(unique=True)
        call = ForeignKeyField(Call, on_delete="RESTRICT")
        agency = TextField(null=True)
        name = TextField()
        number = IntegerField()
        sheets = TextField()
        frozen = TextField()
        need = IntegerField()
        quorum = IntegerField()
        opens_at = BigIntegerField()
        closes_at = BigIntegerField()
        made_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
        made_at = BigIntegerField()
        closed_at = BigIntegerField(null=True)
        closed_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
        confirmed_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")

        class Meta:
            indexes = ((("call", "number"), True),)

    class RoundCase(Base):
        round = ForeignKeyField(Round, on_delete="CASCADE")
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        official = IntegerField(null=True)
        counted = IntegerField(null=True)
        lowest = IntegerField(null=True)
        highest = IntegerField(null=True)
        result = TextField()

        class Meta:
            indexes = ((("round", "case"), True),)

    class Assignment(Base):
        token = TextField(unique=True)
        round = ForeignKeyField(Round, on_delete="CASCADE")
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        evaluator = ForeignKeyField(Evaluator, on_delete="RESTRICT")
        application = ForeignKeyField(Application, null=True, unique=True, on_delete="RESTRICT")
        state = TextField()
        declared_at = BigIntegerField(null=True)
        answers = TextField(null=True)
        reason = TextField(null=True)
        made_at = BigIntegerField()
        moved_at = BigIntegerField()

        class Meta:
            indexes = ((("round", "case", "evaluator"), True), (("evaluator", "state"), False))

    class Conflict(Base):
        evaluator = ForeignKeyField(Evaluator, on_delete="RESTRICT")
        case = ForeignKeyField(Case, null=True, on_delete="RESTRICT")
        number = TextField(null=True)
        source = TextField()
        note = TextField()
        person = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
        at = BigIntegerField()

        class Meta:
            indexes = ((("evaluator", "case"), False), (("evaluator", "number"), False))

    class Score(Base):
        submission = ForeignKeyField(Submission, on_delete="CASCADE")
        criterion = TextField()
        points = IntegerField()

        class Meta:
            indexes = ((("submission", "criterion"), True),)

    db.create_tables([Evaluator, Pledge, Round, RoundCase, Assignment, Conflict, Score], safe=False)


def down(migrator, db):
    for table in TABLES:
        if db.execute_sql(COUNT.format(table)).fetchone()[0]:
            raise ValueError(f"the schema before this one has no room for what stands in {table}: it would be lost")
    migrator.migrate(*(migrator.drop_table(table) for table in TABLES))
