"""People, the codes that let them in, and their sessions."""

from datetime import datetime
from typing import TYPE_CHECKING

from peewee import BigIntegerField, BooleanField, ForeignKeyField, IntegerField, TextField

from models.base import BaseModel, Day, Hashed, Instant, Sealed, token
from models.secret import fingerprints

if TYPE_CHECKING:
    from models.evaluation import Evaluator
    from models.staff import Staff


class Person(BaseModel):
    """Somebody who can read the mail of one address; there is nothing else to know an account by. name: what others who
    work on the same application see, once the person said it."""

    token = TextField(unique=True, default=token)
    email = Sealed()
    email_hash = Hashed("email", unique=True)
    created_at = Instant()
    name = Sealed(null=True)
    saved_on = Day(null=True)  # the last day it saved answers on, and how much (services/access/quotas.py)
    saved_bytes = BigIntegerField(default=0)
    closing_mails = BooleanField(default=True)  # whether it wants to be reminded of closings, and of certificates that
    expiry_mails = BooleanField(default=True)  # run out
    # Of rows of services/access/accounts.py: session_of
    post: "Staff | None"  # the post held now
    evaluator: "Evaluator | None"  # the post of an evaluator held now
    rescued = True  # False when nothing is kept of what was refused
    came_from = ""  # the internet address of the request in hand (web/identity.py)


class SignInCode(BaseModel):
    """One mailed code. It belongs to the browser that asked for it: only that one can try it."""

    asker_hash = TextField(unique=True)  # of the token in that browser's cookie
    email_hash = Hashed("address", index=True)
    address = Sealed()
    code_hash = TextField()
    lane = TextField(default="")  # those of one lane and address are counted together (services/access/accounts.py)
    sent_at = Instant(index=True)
    expires_at = Instant()
    tries = IntegerField(default=0)
    used_at = Instant(null=True)

    @classmethod
    def recent(cls, email: str, since: datetime, at: datetime, lane: str | None = None):
        """Those an address was sent, newest first; lane: only of this one."""
        rows = cls.select().where(cls.email_hash.in_(fingerprints(email)), cls.sent_at > since, cls.sent_at <= at)
        rows = rows if lane is None else rows.where(cls.lane == lane)
        return rows.order_by(cls.sent_at.desc(), cls.id.desc())


class Session(BaseModel):
    """A browser somebody signed in with. The row stays when it ends: it still tells whose it was."""

    token_hash = TextField(unique=True)
    person = ForeignKeyField(Person, backref="sessions", on_delete="CASCADE")
    created_at = Instant()
    seen_at = Instant()
    expires_at = Instant()
    ended_at = Instant(null=True)
    verified_at = Instant(null=True)  # when staff last proved its second factor in it
    # Of rows of services/access/accounts.py: session_of
    rescued: int
    pool_version: int  # of models/pool_index.py: PoolVersion
