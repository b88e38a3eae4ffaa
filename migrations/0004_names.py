"""The searched text of pool entries holds their name without legal form, blanks and hyphens too. Frozen."""

import re
import unicodedata

from peewee import Model, TextField

FORM = re.compile(r"주식회사|유한책임회사|유한회사|합자회사|합명회사|\((?:주|유|합|자)\)")
APART = re.compile(r"[\s.·-]")


def key(name):
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return APART.sub("", FORM.sub(" ", name))


def up(migrator, db):
    class Supplier(Model):
        name = TextField()
        words = TextField()

        class Meta:
            database = db

    for row in list(Supplier.select()):
        Supplier.update(words=f"{row.words} {key(row.name)}".strip()).where(Supplier.id == row.id).execute()


def down(migrator, db):
    """The key stays in the text until the entry is approved again: it only finds more."""
