"""What follows a case's moves, made in the move's transaction: the letters, kept as they were made, and the mails, each
queued under a key of its own: once, however often it is tried. What an officer says in them names nobody who
evaluates."""

import hashlib
from collections.abc import Iterable
from typing import Any

import config
from docgen import DOCX
from forms.base import StepForm
from models.application import Application
from models.case import Case, CaseDocument, CaseMove
from models.company import POOL_STATES, SUSPENDED, Supplier
from models.evaluation import Assignment
from models.person import Person
from models.pool import Review
from models.staff import Agency
from models.submission import Submission
from programme import calls, course, reception
from programme.announcement import Announcement
from programme.korean import official_date
from services.access import evaluators, staff
from services.access.permissions import NotNow
from services.documents import case_letter
from services.evaluation import moves
from services.mail import outbox
from services.pool import suspensions
from services.submissions import lifecycle

DECISIONS = {  # moves that decide or take a decision back: told only where somebody runs the site who may decide
    course.FIND_INELIGIBLE,
    course.REINSTATE,
    course.CLOSE_SITE,
    course.VISIT_AGAIN,
}
TOLD = {  # what the applicant is told of a move, by where it led: a title, and what follows from it
    (course.END_COMPLETION, course.CHECKING): (
        "보완 요청을 끝냈습니다",
        "제출되어 있는 내용으로 요건을 확인합니다. 신청 내용은 이제 고칠 수 없습니다.",
    ),
    (course.REINSTATE, course.CHECKING): ("요건 미충족 판단을 거두었습니다", "요건을 다시 확인합니다."),
    (course.PASS, course.VISIT): (
        "요건 확인을 마쳤습니다",
        "다음은 현장평가입니다. 방문 날짜는 수행기관이 따로 알려 드립니다.",
    ),
    (course.PASS, course.ELIGIBLE): (
        "요건 확인을 마쳤습니다",
        "요건을 갖춘 것으로 확인했습니다. 이 사이트에서 하는 처리는 여기까지이며, 그 뒤의 절차는 공고를 확인해 주세요.",
    ),
    (course.VISIT_AGAIN, course.VISIT): ("현장평가를 다시 합니다", "새 방문 날짜는 수행기관이 따로 알려 드립니다."),
    (course.WITHDRAW, course.WITHDRAWN): (
        "과제신청 철회를 확정했습니다",
        "평가하지 않습니다. 제출한 내용은 보관 기간이 지나면 지웁니다.",
    ),
}
REASONED = {course.END_COMPLETION, course.FIND_INELIGIBLE, course.REINSTATE, course.VISIT_AGAIN}  # and why
OFFICE = {course.REASSIGN, course.HOLD, course.RELEASE}  # moves that are the agencies' own business
SHOWN = {move.name for move in course.MOVES} - OFFICE  # what the applicant sees of a history
TO_AGENCY = {
    course.HAND_IN: ("보완한 과제신청을 다시 제출했습니다", "요건을 이어서 확인해 주세요."),
    course.ASK_WITHDRAWAL: ("신청 기업이 과제신청 철회를 요청했습니다", "과제 화면에서 까닭을 읽고 확정해 주세요."),
    course.REASSIGN: (
        "다른 수행기관이 맡던 과제를 맡게 되었습니다",
        "과제 화면에서 지금 상태와 이력을 보고 이어서 처리해 주세요.",
    ),
}
CONFIRMS = {
    True: "맡은 수행기관이 까닭을 읽고 확정합니다.",
    False: "수행기관을 정하면 그 기관이 확정합니다.",
}
NO_ADDRESS = "수행기관의 메일 주소를 몰라 전담기관에 알립니다. 맡은 수행기관이 있으면 따로 알려 주세요."
TELLS_WHO = "신청 기업에 그대로 알리는 글인데, 평가위원을 알 수 있는 이름이나 메일 주소가 들어 있어 처리하지 않았습니다. 그 부분을 고쳐 주세요."


class TellsWho(NotNow):
    """What was to be told names somebody who evaluates. texts: which words do."""

    def __init__(self, texts: Iterable[str]) -> None:
        super().__init__(TELLS_WHO)
        self.texts = {*texts}

    def mark(self, form: StepForm) -> None:
        """Say so beside the boxes that hold them."""
        for field in form:
            if str(field.data or "").strip() in self.texts:
                field.errors = [TELLS_WHO]


def check_words(case: Case, texts: Iterable[str]) -> None:
    """Raises TellsWho for what the applicant of a case may not be told."""
    if found := evaluators.naming((text.strip() for text in texts), Assignment.case == case):
        raise TellsWho(found)


def may_decide() -> bool:
    """Whether letters of decision go out: the body that runs the site may decide, or all of it is a demo."""
    settings = config.current()
    return bool(settings.operator) or settings.demo


def is_told(name: str) -> bool:
    """Whether the applicant is told of a move: what is said in it, and by mail."""
    return may_decide() or name not in DECISIONS


def told(case: Case) -> list[CaseMove]:
    """The moves its applicant sees, newest first."""
    return [row for row in moves.history(case) if row.name in SHOWN and is_told(row.name)]


def told_state(rows: Iterable[CaseMove]) -> str:
    """A case's state as far as its applicant is told by these, newest first. What leaves a case where it was tells
    nothing of where that is."""
    return next((row.after for row in rows if row.after != row.before), course.RECEIVED)


def agency_of(case: Case, call: Announcement) -> tuple[str, str]:
    """(name, telephone numbers) of who looks after it. call: that it is of."""
    if case.agency:
        agency = calls.agency(case.agency, call)
        return agency.name, ", ".join(agency.phones)
    return f"전담기관 {call.lead_agency}", ", ".join(call.phones)


def keep(case: Case, row: CaseMove, slug: str, **more: Any) -> None:
    """Make and keep the letter of a move, marked as a draft where nobody may decide. more: what only this letter
    says."""
    call, said = case.application.announcement, case.listing
    agency, phones = agency_of(case, call)
    facts = {
        "receipt": case.application.receipt or "",
        "edition": f"제{Submission.get_by_id(case.submission_id).edition}차",
        "project": said.get("title") or "과제명 없음",
        "company": said.get("adopters", ""),
        "agency": agency,
        "phones": phones,
        "sender": reception.current(call).received_by,
    }
    made = case_letter.context(facts | more, call, row.at, row.number, not reception.current(call).official)
    name, content = case_letter.render(slug, made, call)
    digest = hashlib.sha256(content).hexdigest()
    CaseDocument.create(case=case, move=row, slug=slug, name=name, sha256=digest, size=len(content), content=content)


def about(case: Case) -> dict[str, Any]:
    application: Application = case.application
    agency, phones = agency_of(case, application.announcement)
    return {
        "receipt": application.receipt or application.number,
        "project": case.listing.get("title") or "과제명 없음",
        "agency": agency,
        "phones": phones,
        "link": f"{config.current().public_url}/applications/{application.token}/case",
    }


def enqueue(kind: str, case: Case, row: CaseMove, people: list[Person], attached: Any = (), **facts: Any) -> None:
    """To each of these people once. In the move's transaction; answers go to the agency, where its address is known."""
    address = address_of(case)
    context = about(case) | facts
    for person in people:
        outbox.enqueue(
            kind,
            person.email,
            f"case-move:{row.id}:{kind}:{person.id}",
            case.application.token,
            attached=attached,
            call=case.application.announcement,
            reply_to=(address.email, context["agency"]) if address else None,
            **context,
        )


def moved(case: Case, row: CaseMove) -> None:
    title, follows = TOLD[row.name, row.after]
    reason = (row.said or {}).get("reason")
    check_words(case, [reason or ""])
    if not is_told(row.name):
        return
    lines = [follows, *([f"까닭: {reason}"] if reason and row.name != course.WITHDRAW else [])]
    enqueue("case_moved", case, row, lifecycle.members(case.application), title=title, lines=lines)


def completion_asked(case: Case, row: CaseMove) -> None:
    items = (row.said or {}).get("items", [])
    check_words(case, (item["words"] for item in items))
    reasons = [{"title": item["title"], "text": item["words"]} for item in items]
    due = official_date(case.due_on)
    enqueue("case_completion", case, row, lifecycle.members(case.application), reasons=reasons, due=due)


def found_ineligible(case: Case, row: CaseMove) -> None:
    """To who acts for the lead, with the letter; to nobody where nobody may decide."""
    said = row.said or {}
    check_words(case, [said.get("reason", "")])
    if not is_told(row.name):
        return
    lead = next(party for party in case.application.parties if party.lead)
    people = [membership.person for membership in lead.firm.memberships]
    letter = CaseDocument.get(CaseDocument.move == row, CaseDocument.slug == "ineligible")
    facts = {"clauses": said.get("clauses", []), "reason": said.get("reason", "")}
    enqueue("case_ineligible", case, row, people, [(letter.name, DOCX, bytes(letter.content))], **facts)


def told_to_agency(case: Case, row: CaseMove) -> None:
    """Of each move once; but once a day at most that withdrawal is asked for, however often it is taken back. Of cases
    given with others the agency is told of all in one mail."""
    if row.detail.get("at_once"):
        return
    title, follows = TO_AGENCY[row.name]
    address = address_of(case)
    if row.name == course.ASK_WITHDRAWAL and address is None:  # the lead agency reads it, which cannot confirm
        follows = CONFIRMS[case.agency is not None]
    day = f"{row.at.astimezone(config.KST):%Y-%m-%d}"
    key = (
        f"case-withdrawal:{case.id}:{case.agency}:{day}" if row.name == course.ASK_WITHDRAWAL else f"case-move:{row.id}"
    )
    reason = (row.said or {}).get("reason") if row.name == course.REASSIGN else None
    why = [f"까닭: {reason}"] if reason else []
    to_agency(case, address, f"{key}:agency", title, [follows, *why])
    before = Agency.get_or_none(Agency.slug == row.detail.get("from")) if row.name == course.REASSIGN else None
    if before:
        lines = [
            f"이제 {agency_of(case, case.application.announcement)[0]}에서 맡으며, 과제 화면은 그 기관에만 열립니다.",
            *why,
        ]
        send(
            case, {f"{key}:before": before.email}, "맡던 과제가 다른 수행기관으로 옮겨졌습니다", lines, "/staff/cases/"
        )


def supplier_changed(review: Review, supplier: Supplier, application: Application) -> None:
    """A supplier of a case was suspended, or is no longer: what becomes of the case people decide."""
    case = Case.of(application)
    if case is None or case.state in course.ENDED:
        return
    title = "공급기업의 등록이 정지되었습니다" if review.decision == SUSPENDED else "공급기업의 등록 정지가 풀렸습니다"
    said = [
        f"공급기업: {supplier.name} ({POOL_STATES[supplier.state]})",
        *([f"까닭: {review.note}"] if review.note else []),
    ]
    lines = [*said, "이 신청을 어떻게 볼지는 전담기관이 정합니다."]
    to_agency(case, address_of(case), f"case-supplier:{review.id}:{case.id}", title, lines)


def address_of(case: Case) -> Agency | None:
    """Where who looks after it is written to; None for nowhere, or where nobody does."""
    row: Agency | None = Agency.get_or_none(Agency.slug == case.agency) if case.agency else None
    return row


def to_agency(case: Case, address: Agency | None, key: str, title: str, lines: list[str]) -> None:
    """To the agency; where it has no address, or nobody looks after the case yet, to the lead agency's officers.
    address: of `address_of`."""
    people = {key: address.email} if address else {f"{key}:{post.id}": post.person.email for post in staff.officers()}
    said = lines if address else [*lines, NO_ADDRESS]
    send(case, people, title, said, f"/staff/cases/{case.application.token}/")


def send(case: Case, people: dict[str, str], title: str, lines: list[str], path: str) -> None:
    """Queue a mail about a case to these addresses, by the key of each mail. path: of the page it leads to."""
    context = about(case) | {
        "company": case.listing.get("adopters", ""),
        "title": title,
        "lines": lines,
        "link": f"{config.current().public_url}{path}",
    }
    context.pop("phones")
    for each, email in people.items():
        outbox.enqueue("case_to_agency", email, each, call=case.application.announcement, **context)


suspensions.ALSO_TOLD.append(supplier_changed)
moves.MAILS |= {
    "case_moved": moved,
    "case_completion": completion_asked,
    "case_ineligible": found_ineligible,
    "case_to_agency": told_to_agency,
}
