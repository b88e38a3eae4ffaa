"""flask invariants: each promise broken by hand is reported, and a healthy site reports nothing."""

from collections.abc import Callable

import pytest
from peewee import IntegrityError

from models.application import Application, Call, Party
from models.base import db, now, writing
from models.mail import Outbox
from models.submission import Claim, StoredDocument, Submission
from services.files import file_store
from services.operations import invariants
from services.submissions import lifecycle
from tests.applying import LEAD, UNAGREED, agree, application_of, change, hand_in, person


@pytest.fixture
def busy(seeded) -> Submission:
    """Two applications submitted, one of them twice, taken back, and once more."""
    first, second = application_of(LEAD), application_of(UNAGREED)
    agree(second)
    hand_in(second, UNAGREED)
    hand_in(first)
    change(first)
    hand_in(first)
    lifecycle.withdraw(first, person(LEAD), now())
    return hand_in(first)


def test_a_site_at_work_breaks_no_promise(busy):
    assert busy.edition == 3
    assert invariants.broken() == []


def queue_a_mail_about_nothing() -> None:
    row = Outbox.get()
    row.id, row.key, row.message_id = None, "receipt:999:1", "<other@example.com>"
    row.save(force_insert=True)


BREAKS: dict[str, tuple[str, Callable[[], object]]] = {
    "a receipt counted and not given": ("P1", lambda: Call.update(receipts=Call.receipts + 1).execute()),
    "a receipt given and not counted": ("P1", lambda: Call.update(receipts=Call.receipts - 1).execute()),
    "a receipt without a submission": (
        "P1",
        lambda: Application.update(receipt="2024-221-R00003").where(Application.number == "2024-221-0003").execute(),
    ),
    "a submission under another receipt": (
        "P1",
        lambda: Submission.update(receipt="2024-221-R00009").where(Submission.edition == 3).execute(),
    ),
    "two standing submissions": ("P5", lambda: Submission.update(standing=True).execute()),
    "a submission without its claim": ("P5", lambda: Claim.delete().execute()),
    "a claim without its submission": (
        "P5",
        lambda: Submission.update(standing=False).where(Submission.edition == 3).execute(),
    ),
    "a stored document changed": (
        "P2",
        lambda: StoredDocument.update(content=b"other").where(StoredDocument.slug == "form1").execute(),
    ),
    "documents lost": ("P2", lambda: StoredDocument.delete().where(StoredDocument.submission == 1).execute()),
    "a mail never owed": ("P3", lambda: Outbox.delete().where(Outbox.kind == "receipt").execute()),
    "a withdrawal nobody was told of": ("P3", lambda: Outbox.delete().where(Outbox.kind == "withdrawal").execute()),
    "a mail about no submission": ("P3", queue_a_mail_about_nothing),
    "a company both in and out": ("P7", lambda: Party.update(left_at=now()).where(~Party.lead).execute()),
    "an application nobody leads": ("P7", lambda: Party.update(lead=False).where(Party.lead).execute()),
}


def test_every_broken_promise_is_reported(busy):
    for what, (promise, damage) in BREAKS.items():
        with writing(), db.atomic() as transaction:
            damage()
            lines = invariants.broken()
            transaction.rollback()
        assert any(line.startswith(promise) for line in lines), what

    assert invariants.broken() == []


def test_a_file_of_evidence_changed_or_lost_is_reported(busy):
    for spoil in (lambda path: path.write_bytes(b"%PDF-1.4 another"), lambda path: path.unlink()):
        for path in file_store.folder().iterdir():
            spoil(path)
        lines = invariants.broken()
        assert lines
        assert all(line.startswith(("P2", "P12")) for line in lines)


def test_the_database_itself_refuses_a_second_claim_and_a_second_identity(busy):
    claim = Claim.get()
    with pytest.raises(IntegrityError), writing():
        Claim.create(call=claim.call, number=claim.number, application=claim.application)
    with pytest.raises(IntegrityError), writing():
        Outbox.update(message_id=Outbox.get().message_id).execute()
    with pytest.raises(IntegrityError), writing():
        Application.update(receipt="2024-221-R00001").execute()
