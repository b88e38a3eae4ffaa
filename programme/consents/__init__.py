"""Texts of consent printed as 서식2 and 서식3, each asked and answered by itself.

The texts are our own: the official ones are not public. They follow 개인정보 보호법 제15조 제2항 and 제17조 제2항
(purpose, items, period, right to refuse, receiver), 제22조 (each apart, optional ones never in the way) and 신용정보법
제32조, and they MUST BE READ BY A LAWYER before a real call uses them. No person's identity number is ever asked for.
Left out on purpose: "typed data win over the uploaded plan" (here both are one). What a supplier agrees to when it
registers, the pledge among it, is in pool.py; what asking for consulting takes, in consulting.py.

A changed text gets a new `version`; the ledger keeps version and hash of what was answered.
"""

import hashlib

from programme.consents.credit import CREDIT
from programme.consents.kinds import ADOPTER, BOTH, CREDIT_FORM, PERSONAL_FORM, SUPPLIER, Blocks, Consent, Notice
from programme.consents.personal import CAREER_LINE, NOTICES, PERSONAL

__all__ = [
    "ADOPTER",
    "BOTH",
    "BY_SLUG",
    "CAREER_LINE",
    "CONSENTS",
    "CREDIT_FORM",
    "NOTICES",
    "PERSONAL_FORM",
    "SUPPLIER",
    "Blocks",
    "Consent",
    "Notice",
    "text_hash",
]

CONSENTS: tuple[Consent, ...] = CREDIT + PERSONAL
BY_SLUG = {consent.slug: consent for consent in CONSENTS}


def text_hash(consent: Consent) -> str:
    """SHA-256, in hexadecimal, of everything the person reads before choosing."""
    return hashlib.sha256(consent.text.encode()).hexdigest()
