"""What officers do about a request for consulting (공고 붙임1): they lead its case from state to state, note what they
learn, write the result and send it.

Each move is one transaction: the state by compare-and-set, an Event, and a mail to everyone of the company. Who was
overtaken is told by whom and when, and nothing is done.
"""

import hashlib
from datetime import date
from typing import Any

from peewee import JOIN

import config
from docgen import DOCX
from forms.base import Sent
from forms.wizard import Journey
from models.application import Call
from models.base import now, writing
from models.consulting import (
    AGREED,
    ASSIGNED,
    CANCELLED,
    SENT,
    VISITED,
    ConsultingCase,
    ConsultingNote,
    ConsultingResult,
)
from models.person import Person
from models.staff import Agency
from models.submission import Event, Submission
from programme import calls, visits
from programme.korean import day_of, official_date, today
from services.access import staff
from services.access.permissions import NotNow
from services.documents import consulting_result
from services.mail import outbox
from services.submissions import lifecycle, snapshots
from services.submissions.consulting_cases import EMPTIED, MOVED, MOVES, overtaken, said, set_state

STEP_MAIL, RESULT_MAIL = "consulting_step", "consulting_result"


def visit_days(call: Call) -> tuple[date, date]:
    """The first and the last day of a call, between which a visit lies (programme/visits.py)."""
    return day_of(call.opens_at), day_of(call.closes_at)


def refused_day(call: Call, day: date) -> str:
    """Why there can be no visit on this day and which there can be; "" if there can."""
    within = *visit_days(call), today()
    why = visits.refused(day, *within)
    return f"{why} {visits.wanted(*within)}" if why else ""


def keeps_day(case: ConsultingCase, call: Call) -> bool:
    """Whether another expert is sent on the day agreed: it has come, or there is none left to agree on."""
    return bool(case.visit_on and (case.visit_on <= today() or visit_days(call)[1] < today()))


def move(submission: Submission, to: str, seen: int, person: Person, **given: Any) -> None:
    """An officer leads a case to a state. seen: the version of the case that was on the page; given: what the move
    brings – expert and affiliation, visit_on, or reason. Raises NotNow."""
    with writing():
        staff.require_post(person, submission.application.agency, None)
        case = ConsultingCase.get(ConsultingCase.application == submission.application_id)
        if case.version != seen or case.state not in MOVES[to].whence:
            overtaken(case, case.moved_by, case.moved_at)
        if to == VISITED and case.visit_on and case.visit_on > today():
            raise NotNow(
                f"방문일({official_date(case.visit_on)})이 아직 오지 않았습니다. 방문을 마친 뒤 눌러 주세요. "
                "방문일이 바뀌었으면 먼저 고쳐 주세요."
            )
        if to == CANCELLED:
            given = EMPTIED | given
        elif to == ASSIGNED and keeps_day(case, submission.application.call):
            to = AGREED
        elif to == ASSIGNED:
            given |= {"visit_on": None}
        set_state(case, to, person, **given)
        tell(case, submission)


def note(case: ConsultingCase, text: str, person: Person) -> None:
    with writing():
        ConsultingNote.create(case=case, text=text, author=person)


def notes(case: ConsultingCase) -> list[ConsultingNote]:
    """What officers noted, the newest first."""
    rows = ConsultingNote.select(ConsultingNote, Person).join(Person, JOIN.LEFT_OUTER)
    return list(rows.where(ConsultingNote.case == case).order_by(ConsultingNote.id.desc()))


def history(case: ConsultingCase) -> list[Event]:
    """Every move, the newest first."""
    rows = Event.select(Event, Person).join(Person, JOIN.LEFT_OUTER).where(Event.application == case.application_id)
    return list(rows.where(Event.action == MOVED).order_by(Event.id.desc()))


# Mails to the applicant


def tell(case: ConsultingCase, submission: Submission) -> None:
    """Queue the mail about the state a case has come to, once, to everyone of the company."""
    title, lines = said(case)
    enqueue(STEP_MAIL, case, submission, title=title, lines=lines)


def enqueue(kind: str, case: ConsultingCase, submission: Submission, attached: Any = (), **facts: Any) -> None:
    """Answers go to the agency, where its address is known. In the caller's transaction."""
    application = submission.application
    slug = str(application.agency)
    agency = calls.agency(slug, application.announcement)
    address = Agency.get_or_none(Agency.slug == slug)
    context = {
        "receipt": submission.receipt,
        "company": submission.snapshot["parties"][0]["steps"]["company"]["name"][0],
        "agency": agency.name,
        "phones": ", ".join(agency.phones),
        "link": f"{config.current().public_url}/applications/{application.token}/receipt",
    }
    for person in lifecycle.members(application):
        outbox.enqueue(
            kind,
            person.email,
            f"consulting:{case.id}:{case.version}:{person.id}",
            application.token,
            attached=attached,
            call=application.announcement,
            reply_to=(address.email, agency.name) if address else None,
            **context | facts,
        )


# The result


def sheet(case: ConsultingCase, submission: Submission) -> Journey:
    """The result's steps as last saved."""
    return consulting_result.journey(submission.application.announcement, case.sheet)


def save_step(case: ConsultingCase, slug: str, sent: Sent, seen: int, person: Person) -> ConsultingCase:
    """Keep a step of the result as it was sent, right or wrong; the case with it. seen: the version of the sheet that
    was on the page. Raises NotNow."""
    with writing():
        case = ConsultingCase.get_by_id(case.id)
        if not case.writable:
            overtaken(case, case.moved_by, case.moved_at)
        if case.sheet_version != seen:
            overtaken(case, case.sheet_by, case.sheet_at)
        case.sheet, case.sheet_version = (case.sheet or {}) | {slug: sent}, seen + 1
        case.sheet_by, case.sheet_at = person, now()
        kept = ConsultingCase.sheet, ConsultingCase.sheet_version, ConsultingCase.sheet_by, ConsultingCase.sheet_at
        case.save(only=kept)
    return case


def result_file(case: ConsultingCase, submission: Submission, edition: int = 0) -> tuple[str, bytes]:
    """(name, content) of the sheet as it stands. edition: 0 for a draft."""
    call, snapshot = submission.application.announcement, submission.snapshot
    day = official_date(today()) if edition else ""
    about = consulting_result.About(
        company=snapshot["parties"][0]["steps"]["company"]["name"][0],
        receipt=submission.receipt,
        agency=calls.agency(str(submission.application.agency), call).name,
        expert=case.expert or "",
        affiliation=case.affiliation or "",
        visit=official_date(case.visit_on),
        topics=snapshots.read(submission).journey.printed("wish")["topics"],
        day=day,
    )
    status = f"제{edition}차" if edition else "초안"
    saved = case.sheet_at or case.moved_at
    facts = consulting_result.context(sheet(case, submission), call, about, saved, case.sheet_version, status)
    return consulting_result.render(facts, call)


def send_result(submission: Submission, seen: int, person: Person) -> None:
    """Send the sheet, whole, to everyone of the company, and keep it as it was sent. seen: the version of the sheet
    that was on the page. Raises NotNow."""
    with writing():
        staff.require_post(person, submission.application.agency, None)
        case = ConsultingCase.get(ConsultingCase.application == submission.application_id)
        if case.state not in MOVES[SENT].whence:
            overtaken(case, case.moved_by, case.moved_at)
        if case.sheet_version != seen:
            overtaken(case, case.sheet_by, case.sheet_at)
        if sheet(case, submission).remaining:
            raise NotNow("결과서에 아직 쓰지 않은 것이 있습니다. 모두 쓴 뒤 다시 눌러 주세요.")
        edition = ConsultingResult.select().where(ConsultingResult.case == case).count() + 1
        name, content = result_file(case, submission, edition)
        kept = {"name": name, "content": content, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        ConsultingResult.create(case=case, edition=edition, sent_by=person, **kept)
        set_state(case, SENT, person)
        enqueue(RESULT_MAIL, case, submission, [(name, DOCX, content)], edition=str(edition))
