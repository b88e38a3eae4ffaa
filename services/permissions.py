"""Who may do what: one table, read by the app before every request and walked by a test over every route.

Each route names the action it is; each action says who may do it. Whether the window is open is decided by the
service that writes, in the same transaction, from the instant the request arrived.
"""

from enum import StrEnum


class Role(StrEnum):
    ANYONE = "anyone"
    PERSON = "person"  # signed in
    LEAD = "lead"  # acts for the leading adopter of this application
    ADOPTER = "adopter"  # acts for another adopter in it
    SUPPLIER = "supplier"  # acts for a supplier in it
    CHOSEN = "chosen"  # acts for a supplier that was chosen and has not joined


MEMBERS = {Role.LEAD, Role.ADOPTER, Role.SUPPLIER}

# action: who may. A stranger to an application meets 404 whatever he asks of it.
ACTIONS: dict[str, set[Role]] = {
    "look around": {Role.ANYONE},
    "sign in": {Role.ANYONE},
    "keep own applications": {Role.PERSON},
    "see the desk": MEMBERS | {Role.CHOSEN},
    "join": {Role.CHOSEN},
    "read the application": MEMBERS,
    "answer": MEMBERS,
    "give consents": MEMBERS,
    "attach evidence": MEMBERS,
    "download papers": MEMBERS,
    "shape the consortium": {Role.LEAD},
    "submit": {Role.LEAD},
    "withdraw": {Role.LEAD},
}

ROUTES: dict[str, str] = {
    "static": "look around",
    "home.index": "look around",
    "home.help": "look around",
    "home.healthz": "look around",
    "home.mail": "look around",
    "home.letter": "look around",
    "account.ask": "sign in",
    "account.send": "sign in",
    "account.code": "sign in",
    "account.check": "sign in",
    "account.extend": "sign in",
    "account.sign_out": "sign in",
    "account.sessions": "keep own applications",
    "account.end_all": "keep own applications",
    "applications.index": "keep own applications",
    "applications.start": "keep own applications",
    "rescue.put_back": "keep own applications",
    "rescue.discard": "keep own applications",
    "applications.desk": "see the desk",
    "applications.join": "join",
    "applications.consortium": "read the application",
    "applications.choose": "shape the consortium",
    "applications.drop": "shape the consortium",
    "wizard.show": "answer",
    "wizard.save": "answer",
    "review.history": "answer",
    "review.put_back": "answer",
    "review.check": "read the application",
    "consents.show": "give consents",
    "consents.save": "give consents",
    "evidence.show": "attach evidence",
    "evidence.upload": "attach evidence",
    "evidence.remove": "attach evidence",
    "evidence.download": "attach evidence",
    "documents.index": "download papers",
    "documents.paper": "download papers",
    "documents.bundle": "download papers",
    "documents.stored": "download papers",
    "submission.confirm": "submit",
    "submission.submit": "submit",
    "submission.receipt": "read the application",
    "submission.resend": "read the application",
    "submission.withdraw": "withdraw",
}


def may(action: str, roles: set[Role]) -> bool:
    """Whether someone in these roles may do this; raises KeyError for an action nobody declared."""
    return bool(ACTIONS[action] & roles)
