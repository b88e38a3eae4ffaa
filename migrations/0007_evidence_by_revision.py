"""What is in an application is decided by revisions, no more by the clock. Frozen, like every migration.

A company counts the changes of its evidence, a party remembers the count its application last saw, and a picture the
revisions it came and went with: the same as their times said until now. Of companies both in and out, out holds.
"""

from bisect import bisect_left, bisect_right

from peewee import BigIntegerField, IntegerField, Model

COLUMNS = [
    ("company", "evidence_revision", lambda: IntegerField(default=0)),
    ("evidence", "since", lambda: IntegerField(default=0)),
    ("evidence", "until", lambda: IntegerField(null=True)),
    ("party", "evidence_revision", lambda: IntegerField(default=0)),
    ("party", "since", lambda: IntegerField(default=0)),
    ("picture", "since", lambda: IntegerField(default=0)),
    ("picture", "until", lambda: IntegerField(null=True)),
]


def up(migrator, db):
    migrator.migrate(*(migrator.add_column(table, name, field()) for table, name, field in COLUMNS))
    db.execute_sql("UPDATE party SET joined_at = NULL WHERE joined_at IS NOT NULL AND left_at IS NOT NULL")
    tables = frozen(db)
    number_evidence(*tables)
    number_pictures(*tables)


def down(migrator, db):
    migrator.migrate(*(migrator.drop_column(table, name) for table, name, _ in reversed(COLUMNS)))


def frozen(db):
    """The tables as far as they matter here, by their names."""

    class Base(Model):
        class Meta:
            database = db

    def table(name, *columns, instants=()):
        fields = {column: IntegerField(null=True) for column in columns}
        fields |= {column: BigIntegerField(null=True) for column in instants}
        return type(name, (Base,), fields)

    return (
        table("Company", "evidence_revision"),
        table("Evidence", "company_id", "since", "until", instants=("uploaded_at", "removed_at")),
        table("Application", "revision", instants=("changed_at",)),
        table("Party", "application_id", "company_id", "evidence_revision", "since", instants=("joined_at",)),
        table("Picture", "application_id", "since", "until", instants=("uploaded_at", "removed_at")),
        table("Revision", "application_id", "number", instants=("saved_at",)),
        table("Confirmation", "party_id", "revision", instants=("at",)),
    )


def number_evidence(company, evidence, application, party, *_):
    """The changes of each company's evidence, counted in the order of their times."""
    changes = {}
    for row in evidence.select():
        changes.setdefault(row.company_id, set()).update({row.uploaded_at, row.removed_at} - {None})
    counted = {key: sorted(times) for key, times in changes.items()}
    for row in evidence.select():
        times = counted[row.company_id]
        until = None if row.removed_at is None else bisect_right(times, row.removed_at)
        since = bisect_right(times, row.uploaded_at)
        evidence.update(since=since, until=until).where(evidence.id == row.id).execute()
    for key, times in counted.items():
        company.update(evidence_revision=len(times)).where(company.id == key).execute()
    changed = {row.id: row.changed_at for row in application.select()}
    for row in party.select():
        seen = bisect_right(counted.get(row.company_id, []), changed[row.application_id])
        party.update(evidence_revision=seen).where(party.id == row.id).execute()


def number_pictures(company, evidence, application, party, picture, revision, confirmation):
    """A picture came with the revision after the last one known before it; a company joined after the words it had
    given before."""
    known = {}
    for row in revision.select():
        known.setdefault(row.application_id, []).append((row.saved_at, row.number))
    whose = {row.id: row for row in party.select()}
    for row in confirmation.select():
        joined = whose[row.party_id]
        known.setdefault(joined.application_id, []).append((row.at, row.revision))
        if joined.joined_at and row.at < joined.joined_at and row.revision >= joined.since:
            joined.since = row.revision + 1
            party.update(since=joined.since).where(party.id == joined.id).execute()
    applications = {row.id: row for row in application.select()}
    for row in picture.select():
        one = applications[row.application_id]
        before = sorted(known.get(one.id, []))

        def at(instant, one=one, before=before):
            if instant is None or instant > one.changed_at:
                return None if instant is None else one.revision + 1
            earlier = before[: bisect_left(before, (instant,))]
            return min(max((number for _, number in earlier), default=0) + 1, one.revision)

        dates = {"since": at(row.uploaded_at), "until": at(row.removed_at)}
        picture.update(**dates).where(picture.id == row.id).execute()
