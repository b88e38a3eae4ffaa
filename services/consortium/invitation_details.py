"""What an invitation tells: who invites to what, how much work it is and until when. Its mail, its page, and the page
that asks before it is sent all say this, and nothing else of an application."""

from typing import Any

from forms.wizard import Journey, Party, Respondent
from models.application import Call
from models.company import APPROVED, DRAFT, OUTDATED, RETURNED, WAITING, Company, Supplier
from models.consortium import ADOPTER, COLLEAGUE, EVALUATOR, LEAD, SUPPLIER, Invitation
from programme import calls, reception
from programme.application_types import POOL
from programme.korean import date_time
from services.drafts import applications, companies, workload

JOINING = "수락하면 귀사의 정보와 올려 둔 증빙이 이 과제신청에 쓰이고, 컨소시엄의 다른 기업이 볼 수 있습니다."
# What each role is asked, as its mail and its page say it: kind of mail, sentence after the inviter's name,
# consequence.
ASKED = {
    ADOPTER: ("컨소시엄 초대", "귀사를 도입기업으로 초대했습니다.", JOINING),
    SUPPLIER: ("컨소시엄 초대", "귀사를 공급기업으로 초대했습니다.", JOINING),
    LEAD: (
        "주관 넘김 요청",
        "귀사에 과제신청의 주관을 넘기려고 합니다.",
        "수락하면 귀사가 주관 도입기업이 되어 컨소시엄을 꾸리고 신청서를 제출합니다. 지금까지 쓴 내용과 제출한 서류는 "
        "그대로입니다.",
    ),
    COLLEAGUE: (
        "동료 초대",
        "신청서를 함께 쓰는 동료로 초대했습니다.",
        "수락하면 이 기업의 담당자로서 신청과 증빙을 보고 고칠 수 있고, 동료에게 이메일 주소가 가려진 채 보입니다.",
    ),
    EVALUATOR: (
        "평가위원 초대",
        "현장평가의 평가위원으로 초대했습니다.",
        "수락하면 인증 앱으로 한 번 더 확인하고 청렴·비밀유지 서약을 합니다. 그 뒤 배정된 과제마다 이해관계가 있는지 먼저 답하고 "
        "평가합니다.",
    ),
}
REGISTRATION = {  # what a supplier owes the pool, by the state of its entry; UNKNOWN: asked in by an address alone
    DRAFT: "귀사는 공급기업 풀 등록을 아직 제출하지 않았습니다. 접수 마감 전에 등록해야 이 신청을 제출할 수 있습니다.",
    RETURNED: "귀사의 공급기업 풀 등록에 보완 요청이 있습니다. 접수 마감 전에 고쳐 다시 제출해야 합니다.",
    OUTDATED: "귀사의 공급기업 풀 등록은 지난해 것입니다. 접수 마감 전에 현행화를 제출해야 합니다.",
}
UNKNOWN = "공급기업 풀에 등록하지 않은 기업이라면, 접수 마감 전에 등록해야 이 신청을 제출할 수 있습니다."


def details_of(row: Invitation, journey: Journey | None = None) -> dict[str, Any]:
    """Who invites, and to what: all that its mail and its page tell. row: as it stands, or as it would be sent;
    journey: its application's, where that is loaded already."""
    details = dict(zip(("title", "request", "meaning"), ASKED[row.role], strict=True)) | {"message": row.message or ""}
    if row.application is None:
        blank = dict.fromkeys(("phone", "project", "work", "registration", "closes"), "")
        return {"inviter": companies.name_of(row.company) if row.company else operator()} | blank | details
    journey = journey or applications.load_view(row.application).journey
    lead = next(part for part in journey.parties if part.lead)
    project = journey.data("overview")["project"] or f"과제명을 아직 정하지 않은 과제신청 {row.application.number}"
    joining = row.role in (ADOPTER, SUPPLIER)
    return details | {
        "inviter": lead.name,
        "phone": phone_of(journey, lead),
        "project": str(project),
        "work": workload.of_project(row.application.type, journey, Respondent(row.role)).summary if joining else "",
        "registration": registration(row.application.call, row.company) if row.role == SUPPLIER else "",
        "closes": date_time(row.application.closes_at),
    }


def operator() -> str:
    """Who asks evaluators in."""
    wording = reception.current(calls.newest())
    return wording.operator or wording.site


def phone_of(journey: Journey, lead: Party) -> str:
    """Where the inviter can be reached, if it said so: its contact, else its own number."""
    contact, company = journey.values("contact", lead), journey.values("company", lead)
    return contact["phone"] or contact["mobile"] or company["phone"] or ""


def registration(call: Call, company: Company | None) -> str:
    """What stands between an invited supplier and the pool, and how much work that is; "" for one that is in it, and in
    a call that takes no registrations."""
    if not call.takes(POOL):
        return ""
    if company is None:
        sentence = UNKNOWN
    else:
        supplier = Supplier.get_or_none(Supplier.company == company)
        state = supplier.state if supplier else DRAFT
        if state in (APPROVED, WAITING) or state not in REGISTRATION:
            return ""
        sentence = REGISTRATION[state]
    return f"{sentence} 이 일을 먼저 하세요: {workload.of_registration(call.type_of(POOL)).summary} 두 곳에 같은 내용은 한 번만 적습니다."
