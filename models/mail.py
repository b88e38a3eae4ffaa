"""The outbox: every queued mail, from the transaction that queues it until it is accepted or given up."""

from datetime import datetime
from enum import StrEnum

from peewee import Expression, ForeignKeyField, IntegerField, ModelSelect, TextField

from models.base import BaseModel, Instant, Sealed, SealedBlob, SealedJson
from models.prepared import Parameter, Prepared

QUEUED, SENDING, SENT, FAILED = "queued", "sending", "sent", "failed"
CODE = "code"  # the kind of mail somebody is waiting for at a page


class Lane(StrEnum):
    """Mails that may wait for one another; those of one lane never hold up the other's."""

    CODES = "codes"
    OTHERS = "others"


class Outbox(BaseModel):
    """One mail. `key` says what it reports, so that no fact is mailed twice; `about` is the token of an application;
    reply_to: where an answer goes, None where none is read; facts: what its body is written of when it goes out, as
    services/mail/templates.py: render takes it; text, html: the body that went out, of which no facts are kept. All
    three are erased with a secret that was sent or given up, and in time with any mail."""

    key = TextField(unique=True)
    kind = TextField()
    about = TextField(null=True, index=True)
    to = Sealed()
    reply_to = Sealed(null=True)
    subject = TextField()
    facts = SealedJson(null=True)
    text = Sealed(null=True)
    html = Sealed(null=True)
    message_id = TextField(unique=True)
    state = TextField(default=QUEUED)
    attempts = IntegerField(default=0)
    created_at = Instant()
    next_at = Instant()
    lease_until = Instant(null=True)
    give_up_at = Instant()
    sent_at = Instant(null=True)
    last_error = TextField(default="")
    attachments: "ModelSelect[Attachment]"

    class Meta:
        indexes = ((("state", "give_up_at"), False),)

    @classmethod
    def due(cls, at: datetime) -> Expression:
        """Waiting and its time has come, or taken by a worker that let its lease run out."""
        waiting = (cls.state == QUEUED) & (cls.next_at <= at)
        abandoned = (cls.state == SENDING) & (cls.lease_until <= at)
        return waiting | abandoned

    @classmethod
    def kept(cls) -> Expression:
        """Its body was not erased yet, or can still be written."""
        return ~cls.text.is_null() | ~cls.facts.is_null()

    @classmethod
    def queue(cls, at: datetime, lane: Lane | None = None) -> "ModelSelect[Outbox]":
        """The due mails, first the one whose time runs out first, so that a code never waits behind a thousand
        receipts; of codes first those not tried yet, which a slow server is not known to hold up."""
        rows = cls.select().where(cls.due(at))
        if lane is Lane.CODES:
            return rows.where(cls.kind == CODE).order_by(cls.attempts > 0, cls.give_up_at, cls.id)
        if lane is Lane.OTHERS:
            rows = rows.where(cls.kind != CODE)
        return rows.order_by(cls.give_up_at, cls.id)

    @classmethod
    def concerning(cls, about: str) -> "ModelSelect[Outbox]":
        return cls.select().where(cls.about == about).order_by(cls.created_at.desc(), cls.id.desc())


def queue(mail: Outbox) -> bool:
    """Store a mail; False, with nothing stored, where its key is known."""
    added = ADD.run(**{name: getattr(mail, name) for name in COLUMNS}).fetchone()
    if added:
        (mail.id,) = added
    return added is not None


COLUMNS = {name: field for name, field in Outbox._meta.fields.items() if field is not Outbox._meta.primary_key}
ADD = Prepared(
    lambda: (
        Outbox.insert({field: Parameter(name, field) for name, field in COLUMNS.items()})
        .on_conflict_ignore()
        .returning(Outbox.id)
    )
)


class Attachment(BaseModel):
    """A file that goes with a mail."""

    outbox = ForeignKeyField(Outbox, backref="attachments", on_delete="CASCADE")
    name = TextField()
    mimetype = TextField()
    content = SealedBlob()
