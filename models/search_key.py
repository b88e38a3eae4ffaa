"""What staff find a company's application by, beside the revision that said it."""

from peewee import ForeignKeyField, TextField

from models.application import Party
from models.base import BaseModel

NAME, NUMBER = "name", "number"  # of the company, as they are compared
REPRESENTATIVE, PHONE, EMAIL = "representative", "phone", "email"  # kept as keyed hashes only
HASHED = (REPRESENTATIVE, PHONE, EMAIL)


class SearchKey(BaseModel):
    """One thing a part is found by, as the newest revision of its step says it. value: of a kind in HASHED a keyed hash
    (models/secret.py: fingerprint), so that only who knows a telephone number finds whose it is."""

    party = ForeignKeyField(Party, on_delete="CASCADE")
    party_id: int
    step = TextField()
    kind = TextField()
    value = TextField()

    class Meta:
        indexes = ((("party", "step", "kind", "value"), True), (("kind", "value"), False))
