"""What is generated is a document, and what is uploaded evidence: a column and words that said paper for both say
which. Frozen, like every migration."""

import json

from peewee import Model, TextField


class Conversion(Model):
    kind = TextField()


class Event(Model):
    action = TextField()
    detail = TextField()


def up(migrator, db):
    rename(migrator, db, "papers_only", "evidence_only", "papers", "documents")


def down(migrator, db):
    rename(migrator, db, "evidence_only", "papers_only", "documents", "papers")


def rename(migrator, db, column, new_column, word, new_word):
    migrator.migrate(migrator.rename_column("submission", column, new_column))
    with db.bind_ctx([Conversion, Event]):
        Conversion.update(kind=new_word).where(Conversion.kind == word).execute()
        for row in list(Event.select().where(Event.action == "downloaded")):
            said = {new_word if name == word else name: value for name, value in json.loads(row.detail).items()}
            Event.update(detail=json.dumps(said, ensure_ascii=False)).where(Event.id == row.id).execute()
