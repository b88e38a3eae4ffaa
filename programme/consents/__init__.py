"""What a consent is and which facts it names. The texts themselves belong to a call: programme/calls/.

They are asked and answered each by itself, and follow 개인정보 보호법 제15조 제2항 and 제17조 제2항 (purpose, items, period,
right to refuse, receiver), 제22조 (each apart, optional ones never in the way) and 신용정보법 제32조. A changed text gets a new
`version`; the ledger keeps version and hash of what was answered.
"""

import hashlib

from programme.consents.kinds import ADOPTER, BOTH, SUPPLIER, Blocks, Consent, Notice

__all__ = ["ADOPTER", "BOTH", "SUPPLIER", "Blocks", "Consent", "Notice", "text_hash"]


def text_hash(consent: Consent) -> str:
    """SHA-256, in hexadecimal, of everything the person reads before choosing."""
    return hashlib.sha256(consent.text.encode()).hexdigest()
