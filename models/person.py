"""People, the codes that let them in, and their sessions."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from models.base import BaseModel, Instant, Sealed, token


class Person(BaseModel):
    """Somebody who can read the mail of one address; there is nothing else to know an account by."""

    token = TextField(unique=True, default=token)
    email = Sealed()
    email_hash = TextField(unique=True)  # secret.fingerprint(email)
    created_at = Instant()


class SignInCode(BaseModel):
    """One mailed code. It belongs to the browser that asked for it: only that one can try it."""

    asker_hash = TextField(unique=True)  # of the token in that browser's cookie
    email_hash = TextField(index=True)
    address = Sealed()
    code_hash = TextField()
    familiar = BooleanField()  # the browser had signed in with this address before
    sent_at = Instant(index=True)
    expires_at = Instant()
    tries = IntegerField(default=0)
    used_at = Instant(null=True)


class Session(BaseModel):
    """A browser somebody signed in with. The row stays when it ends: it still tells whose it was."""

    token_hash = TextField(unique=True)
    person = ForeignKeyField(Person, backref="sessions", on_delete="CASCADE")
    created_at = Instant()
    seen_at = Instant()
    expires_at = Instant()
    ended_at = Instant(null=True)
    verified_at = Instant(null=True)  # when staff last proved its second factor in it
