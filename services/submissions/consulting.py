"""Requests for consulting (사전진단 컨설팅, 공고 붙임1: 신청서를 작성하여 수행기관에 이메일로 신청): which agency looks after one,
and the mails that take its sheet there.

Agencies' addresses are entered by staff. A request to one without an address is taken all the same: staff sees it, the
applicant is told to call, and what waits is mailed as soon as the address is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import config
from docgen import DOCX
from models.application import Application
from models.consulting import RECEIVED, ConsultingCase
from models.person import Person
from models.staff import Agency
from models.submission import StoredDocument, Submission
from programme import calls
from programme.korean import date_time
from services.mail import outbox
from services.submissions import consulting_cases

REQUEST, WITHDRAWAL = "request", "request_withdrawal"  # what is told, and how the keys of its mails begin
TO_AGENCY, TO_APPLICANT = MAILS = "consulting", "consulting_copy"  # the kinds of those mails


@dataclass(frozen=True)
class Addressee:
    """The agency a request was submitted to. mailed: whether we know where to write to."""

    name: str
    phones: tuple[str, ...]
    mailed: bool


def addressee(application: Application) -> Addressee | None:
    """Where a request went; None for what never was submitted, or is no request."""
    if not application.type.mailed or application.agency is None:
        return None
    agency = calls.agency(application.agency, application.announcement)
    return Addressee(agency.name, agency.phones, consulting_cases.is_mailed(application.agency))


def enqueue_mails(what: str, submission: Submission, people: list[Person]) -> None:
    """Queue a mail to the agency and the company's people about a request, whose case begins or ends; the sheet goes
    with both, unless it is taken back. An answer goes from the one to the other.

    what: REQUEST or WITHDRAWAL. In the submission's transaction. Raises NotNow.
    """
    application, chosen = submission.application, chosen_in(submission)
    if what == WITHDRAWAL:
        consulting_cases.on_withdrawal(application)
    else:
        consulting_cases.on_submission(submission, chosen)
    if application.agency and application.agency != chosen:  # asked another one now
        mail_agency(known_agency(application.agency), WITHDRAWAL, submission, [])
    Application.update(agency=chosen).where(Application.id == application.id).execute()
    known, sheet = known_agency(chosen), [] if what == WITHDRAWAL else application_sheet(submission)
    mailed, call = mail_agency(known, what, submission, sheet), application.announcement
    context = mail_context(chosen, what, submission) | {
        "phones": ", ".join(calls.agency(chosen, call).phones),
        "mailed": mailed,
        "link": f"{config.current().public_url}/applications/{application.token}/receipt",
    }
    for person in people:
        key = f"{what}:{submission.id}:{person.id}"
        outbox.enqueue(
            TO_APPLICANT,
            person.email,
            key,
            application.token,
            attached=sheet,
            call=call,
            reply_to=(known.email, context["agency"]) if known else None,
            **context,
        )


def known_agency(slug: str) -> Agency | None:
    """An agency's address, if staff entered one."""
    return Agency.get_or_none(Agency.slug == slug)


def mail_agency(agency: Agency | None, what: str, submission: Submission, sheet: Sequence[outbox.Attached]) -> str:
    """Queue an agency's mail about a request, once; its address as the applicant may know it, "" for none."""
    if agency is None:
        return ""
    contact = submission.snapshot["parties"][0]["steps"]["contact"]
    context = mail_context(agency.slug, what, submission) | {
        "person": f"{contact['name'][0]} {contact['position'][0]}",
        "phone": contact["phone"][0],
        "email": contact["email"][0],
    }
    key = f"{what}:{submission.id}:{agency.slug}"
    outbox.enqueue(
        TO_AGENCY,
        agency.email,
        key,
        submission.application.token,
        attached=sheet,
        call=submission.application.announcement,
        reply_to=(contact["email"][0], f"신청 기업({context['company']})"),
        **context,
    )
    return outbox.masked(agency.email)


def mail_context(agency: str, what: str, submission: Submission) -> dict[str, Any]:
    """What services/mail/kinds.py: ABOUT_A_REQUEST lists."""
    return {
        "receipt": submission.receipt,
        "edition": str(submission.edition),
        "withdrawn": "yes" if what == WITHDRAWAL else "",
        "company": submission.snapshot["parties"][0]["steps"]["company"]["name"][0],
        "agency": calls.agency(agency, submission.application.announcement).name,
        "arrived": date_time(submission.arrived_at, exact=True),
    }


def chosen_in(submission: Submission) -> str:
    """The agency a request names, of its call's."""
    return submission.snapshot["steps"]["agency"]["agency"][0]


def application_sheet(submission: Submission) -> list[outbox.Attached]:
    """The application sheet as it was submitted."""
    rows = StoredDocument.select().where(StoredDocument.submission == submission).order_by(StoredDocument.id)
    return [(row.name, DOCX, row.content) for row in rows]


def mail_waiting(agency: Agency) -> None:
    """Queue for an agency the mail of every request that waited for its address; those mailed stay mailed, and of one
    that was cancelled, or that it attends to already, it is told nothing. In a transaction."""
    view = Submission.select().join(Application).join(ConsultingCase)
    waiting = Submission.standing, Application.agency == agency.slug, ConsultingCase.state == RECEIVED
    for submission in view.where(*waiting):
        mail_agency(agency, REQUEST, submission, application_sheet(submission))
