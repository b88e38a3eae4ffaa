"""What is kept only for a while, and goes when its time is over."""

from datetime import datetime

from models.base import db, writing
from services import accounts, answers, conversions, evidence, files, invitations, mail, placed_pictures, rescue

SWEEPS = {
    "superseded autosaves": answers.sweep,
    "refused posts kept": rescue.sweep,
    "removed evidence": evidence.sweep,
    "removed pictures": placed_pictures.sweep,
    "made PDFs": conversions.sweep,
    "sessions and codes": accounts.sweep,
    "invitations": invitations.sweep,
    "letters of mails": mail.forget,
}


def run(at: datetime, dry: bool = False) -> dict[str, int]:
    """Drop what is past its time; how many of each. dry: only count."""
    with writing(), db.atomic() as transaction:
        counts = {name: sweep(at) for name, sweep in SWEEPS.items()}
        if dry:
            transaction.rollback()
    lost = files.orphans(at)
    if not dry:
        files.unlink(set(lost))
    return counts | {"files without a row": len(lost)}
