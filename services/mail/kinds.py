"""The kinds of mail, and of each the facts that the caller of outbox.enqueue() gives: text, unless said otherwise."""

ABOUT_A_SUBMISSION = {
    "receipt": "its number: reception.number",
    "edition": "1 for the first handing-in, 2 for 제2차 …",
    "project": "과제명",
    "arrived": "when it was received, KST, to the second",
    "files": "list of {name, sha256}: what was handed in",
    "closes": "when its window closes, KST; empty for what came after: completion, a registration mended",
    "link": "the page of the receipt, on our own site",
}
ABOUT_A_REGISTRATION = {name: what for name, what in ABOUT_A_SUBMISSION.items() if name != "project"} | {
    "company": "the supplier's name",
    "state": "how the registration stands now",
    "expected": "between which days approval is likely; empty when it is not waited for",
}
ABOUT_A_DECISION = {"company": "name of the supplier", "number": "the registration's number", "link": "its task list"}
ABOUT_AN_INVITATION = {
    "title": "what kind of invitation",
    "inviter": "the company that invites",
    "request": "a sentence about it: to become what",
    "project": "과제명; empty for a colleague",
    "link": "the invitation with its key, or where its sender sees the answer",
}
ABOUT_A_REQUEST = {
    "receipt": "its number: reception.number",
    "edition": "1 for the first handing-in, 2 for 제2차 …",
    "withdrawn": "yes when it was taken back",
    "company": "who asks for consulting",
    "agency": "name of the agency it was sent to",
    "arrived": "when it was received, KST, to the second",
}
ABOUT_A_CASE = {
    "receipt": "the request's number: reception.number",
    "company": "who asked for consulting",
    "agency": "name of the agency that looks after it",
    "phones": "the agency's",
    "link": "the receipt, on our own site",
}
ABOUT_A_PROJECT = {
    "receipt": "its number: reception.number",
    "project": "과제명",
    "agency": "name of the agency that looks after it",
    "phones": "the agency's",
    "link": "its page after closing, on our own site",
}
ABOUT_A_PROPOSAL = {"act": "what a colleague proposes", "subject": "about what", "link": "where officers read about it"}
KINDS: dict[str, dict[str, str]] = {
    "code": {"code": "six digits", "minutes": "how long it holds"},
    "receipt": ABOUT_A_SUBMISSION,
    "replacement": ABOUT_A_SUBMISSION,
    "withdrawal": ABOUT_A_SUBMISSION,
    "registration": ABOUT_A_REGISTRATION,
    "registration_withdrawal": {name: what for name, what in ABOUT_A_REGISTRATION.items() if name != "expected"},
    "consulting": ABOUT_A_REQUEST | {"person": "the contact", "phone": "his or hers", "email": "his or hers"},
    "consulting_copy": ABOUT_A_REQUEST
    | {
        "phones": "the agency's",
        "mailed": "the agency's address, masked; none when we know none",
        "link": "the receipt, on our own site",
    },
    "consulting_step": ABOUT_A_CASE | {"title": "what happened", "lines": "list of lines: what it means, what follows"},
    "consulting_result": ABOUT_A_CASE | {"edition": "1 for the first time, 2 for a corrected sheet …"},
    "case_moved": ABOUT_A_PROJECT
    | {"title": "what happened", "lines": "list of lines: what follows, and why it was done"},
    "case_completion": ABOUT_A_PROJECT
    | {"reasons": "list of {title, text}: what must be completed where", "due": "until which day, KST"},
    "case_ineligible": ABOUT_A_PROJECT
    | {"clauses": "list of the announcement's clauses it rests on", "reason": "why, in words"},
    "site_result": ABOUT_A_PROJECT
    | {
        "result": "what it led to",
        "score": "the official score, with two decimals",
        "follows": "a sentence: what follows",
    },
    "case_to_agency": {name: what for name, what in ABOUT_A_PROJECT.items() if name != "phones"}
    | {"company": "the adopters", "title": "what the applicant did", "lines": "list of lines: what is to be done"},
    "reminder": {
        "days": "days left until closing",
        "closes": "when the call closes, KST",
        "remaining": "list of what stands between the draft and its submission; may be empty",
        "number": "the application's number",
        "what": "what it is: a word that ends in a vowel",
        "link": "its task list",
    },
    "unfiled": {
        "days": "days left until closing",
        "closes": "when the call closes, KST",
        "receipt": "its number: reception.number",
        "edition": "1 for the first handing-in, 2 for 제2차 …",
        "what": "what it is: a word that ends in a vowel",
        "link": "the page of the receipt, on our own site",
    },
    "approved": ABOUT_A_DECISION,
    "returned": ABOUT_A_DECISION
    | {"reasons": "list of {title, text}: what must be mended where", "due": "until which day, KST"},
    "taken_back": ABOUT_A_DECISION,
    "completion_due": ABOUT_A_DECISION
    | {
        "days": "days left until the due day",
        "due": "until which day, KST",
        "open": "list of titles: what is not answered yet; may be empty",
        "count": "how many things were asked for",
    },
    "suspended": ABOUT_A_DECISION | {"reason": "why"},
    "resumed": ABOUT_A_DECISION,
    "supplier_suspended": {
        "supplier": "its name",
        "number": "the number of the project it takes part in",
        "receipt": "that of its submission; empty for a draft",
        "reason": "why it was suspended",
        "closes": "until when the project may be changed, KST; empty when it may not",
        "link": "its task list",
    },
    "supplier_resumed": {
        "supplier": "its name",
        "number": "the number of the project it takes part in",
        "receipt": "that of its submission; empty for a draft",
        "state": "how it stands in the pool now",
        "link": "its task list",
    },
    "invitation": ABOUT_AN_INVITATION
    | {
        "meaning": "what accepting means",
        "message": "list of lines: what the inviter adds in its own words; may be empty",
        "phone": "where the inviter can be reached; may be empty",
        "work": "how many steps and certificates, and how long they take; empty for a colleague or a new lead",
        "registration": "what a supplier owes the pool first; else empty",
        "closes": "when the call closes, KST; empty for a colleague",
        "until": "how long the link holds, KST",
    },
    "evaluator_invitation": {name: what for name, what in ABOUT_AN_INVITATION.items() if name != "project"}
    | {"meaning": "what accepting means", "until": "how long the link holds, KST"},
    "evaluation": {
        "title": "what it is about",
        "round": "name of the round",
        "lines": "list of lines: what happened, and what to do",
        "link": "where that is done",
    },
    "answered": ABOUT_AN_INVITATION
    | {
        "name": "who was invited, as the inviter knows them",
        "answer": "수락했습니다 or 거절했습니다",
        "reason": "why it was declined; may be empty",
    },
    "handed_over": {
        "company": "who leads now",
        "before": "who led",
        "number": "the application's number",
        "link": "its task list",
    },
    "parted": {
        "company": "who is in the consortium no more",
        "lead": "who leads it",
        "explanation": "who ended it, and what follows",
        "number": "the application's number",
        "link": "its task list, or the list of applications for whom it is closed",
    },
    "discarded": {
        "company": "who led it",
        "what": "what applying so is called, a word that ends in a consonant",
        "called": "what its number is called",
        "number": "its number",
        "until": "until which day it can be taken back, KST",
        "link": "the list of applications, where that is done",
    },
    "reopened": {
        "step": "title of the step that changed",
        "number": "the application's number",
        "link": "where to look and confirm again",
    },
    "news": {
        "given": "list of titles: the steps given to the company; may be empty",
        "noted": "list of titles: the steps another company noted something on; may be empty",
        "number": "the application's number",
        "link": "its task list",
    },
    "proposed": ABOUT_A_PROPOSAL | {"until": "how long it can be confirmed, KST"},
    "declined": ABOUT_A_PROPOSAL | {"reason": "why; may be empty"},
    "account_mended": {
        "company": "whose account",
        "what": "what was done, a sentence",
        "reason": "why, as the officer who proposed it wrote",
        "todo": "what follows, or what to do",
        "link": "the company's page",
    },
    "partner_changed": {
        "company": "the supplier",
        "what": "what became of its entry or its contact, a sentence",
        "number": "the number of the application it takes part in",
        "link": "its consortium",
    },
    "renewal": {"company": "the supplier", "closes": "when the call closes, KST", "link": "where renewing begins"},
    "imported": {
        "company": "the supplier",
        "number": "its business number",
        "when": "when it can be renewed",
        "link": "where renewing begins",
    },
    "assigned": {
        "agency": "name of the agency they were assigned to",
        "count": "how many",
        "numbers": "list of the applications' numbers",
        "link": "the agency's list of applications",
    },
    "digest": {
        "day": "the day, KST",
        "lines": "list of what waits, each with how much of it",
        "link": "the first page of staff",
    },
    "expiry": {
        "certificate": "title of the kind of evidence",
        "file": "name of its file",
        "last": "the last day it counts",
        "closing": "the closing day, where that is later; else empty",
        "numbers": "list of the numbers of the applications it goes into",
        "source": "where a new one is issued",
        "link": "the company's page of evidence",
    },
}
