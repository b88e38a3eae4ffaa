"""What is kept only for a while, and goes when its time is over."""

from datetime import datetime

from models.base import db, writing
from services.access import account_log, accounts, rejected_posts
from services.consortium import invitations
from services.drafts import evidence, picture_slots, presence, revisions, share_links
from services.evaluation import anonymising
from services.files import file_store
from services.lookups import addresses, business_status, kinds
from services.mail import outbox
from services.pdf import conversions
from services.pool import importing, review_notes
from services.submissions import consulting_cases, discards, unapproved

SWEEPS = {
    "drafts thrown away": discards.sweep,
    "registrations never approved": unapproved.sweep,
    "lists of firms": importing.sweep,
    "links to read": share_links.sweep,
    "superseded autosaves": revisions.sweep,
    "refused posts kept": rejected_posts.sweep,
    "who was at which step": presence.sweep,
    "who had which registration open": review_notes.sweep,
    "removed evidence": evidence.sweep,
    "removed pictures": picture_slots.sweep,
    "made PDFs": conversions.sweep,
    "questions to services": kinds.sweep,
    "sessions and codes": accounts.sweep,
    "record of accounts": account_log.sweep,
    "invitations": invitations.sweep,
    "bodies of mails": outbox.delete_old,
    "consulting that ended": consulting_cases.sweep,
    "names of evaluators": anonymising.sweep,
}
# How long each is kept, by the constants the sweeps go by, as /privacy says it (models/personal_data.py).
PERIODS = {
    "presence": presence.FORGET,
    "link": share_links.RETENTION,
    "status": business_status.KIND.kept,
    "address": addresses.KIND.kept,
    "discarded": discards.RETENTION,
    "unapproved": unapproved.RETENTION,
    "list": importing.RETENTION,
    "autosave": revisions.RETENTION,
    "refused": rejected_posts.RETENTION,
    "removed": evidence.RETENTION,
    "made": conversions.RETENTION,
    "code": accounts.FORGET,
    "session": accounts.LONGEST + accounts.SESSION_RETENTION,
    "sign_in": account_log.RETENTION,
    "rights": account_log.RIGHTS_RETENTION,
    "invitation": invitations.RETENTION,
    "mail": outbox.RETENTION,
    "secret": outbox.SECRET_RETENTION,
    "consulting": consulting_cases.RETENTION,
    "evaluator": anonymising.RETENTION,
}


def run(at: datetime, dry: bool = False) -> dict[str, int]:
    """Drop what is past its time; how many of each. dry: only count."""
    with writing(), db.atomic() as transaction:
        counts = {name: sweep(at) for name, sweep in SWEEPS.items()}
        if dry:
            transaction.rollback()
    lost = file_store.orphans(at)
    if not dry:
        file_store.unlink(set(lost))
        file_store.forget_copies(at)
    return counts | {"files without a row": len(lost)}
