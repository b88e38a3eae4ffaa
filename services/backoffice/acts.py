"""The acts two officers decide together, in one table: what each is called, what is asked for it, and what does it."""

from typing import Any

from forms import acts as forms
from forms import cases
from forms import evaluation as evaluation_forms
from models.application import Call
from models.base import now
from models.company import Company
from models.person import Person
from models.proposal import Proposal
from models.staff import Staff
from programme import calls, course
from services.access import accounts, staff
from services.access.permissions import NotNow, Role
from services.backoffice import call_windows, company_accounts
from services.backoffice.proposals import Act
from services.drafts import applications, companies
from services.evaluation import closing, ineligible, moves, opening, rounds, score_table
from services.mail.outbox import masked


def of(company: Company | None, what: str = "") -> str:
    """What an act about a company is about."""
    name = companies.name_of(company) if company else ""
    return f"{name}: {what}" if what else name


def posts() -> dict[str, str]:
    """The posts held now, {number: whose}."""
    rows = Staff.select().where(Staff.ended_at.is_null()).order_by(Staff.id)
    return {str(row.id): f"{row.person.email} ({forms.POSTS[row.agency or forms.LEAD]})" for row in rows}


def post_named(number: str) -> Staff | None:
    return Staff.get_or_none(Staff.id == int(number), Staff.ended_at.is_null()) if number.isdigit() else None


def check_adding_staff(form: Any) -> None:
    """Raises NotNow: an evaluator is no officer."""
    if staff.evaluates(accounts.find_person(form.email.data)):
        raise NotNow(staff.NO_EVALUATOR)


def add_staff(form: Any, row: Proposal) -> None:
    try:
        staff.add(form.email.data, agency(form), row.settled_by)
    except staff.IsEvaluator as error:
        raise NotNow(staff.NO_EVALUATOR) from error


def check_ending_post(form: Any) -> Staff:
    """The post. Raises NotNow: of the lead agency two must stay, or nothing could be confirmed any more."""
    post = post_named(form.post.data)
    if post is None:
        raise NotNow("이미 업무에서 빠진 담당자입니다.")
    if post.agency is None and len(staff.officers()) <= 2:
        raise NotNow(
            "전담기관 담당자가 두 명보다 적어져 함께 결정할 수 없게 됩니다. 먼저 다른 담당자를 더한 뒤 다시 제안해 주세요."
        )
    return post


def end_post(form: Any, row: Proposal) -> None:
    post = check_ending_post(form)
    staff.end(post.person.email, row.settled_by)


def agency(form: Any) -> str | None:
    return None if form.agency.data == forms.LEAD else form.agency.data


def packages() -> dict[str, str]:
    return {slug: calls.announcement(slug).title for slug in calls.TYPES}


def closable() -> dict[str, str]:
    """Calls that are not closed yet, {slug: title}."""
    at = now()
    return {call.slug: call.label for call in applications.known_calls() if call.closes_at > at}


def extendable() -> dict[str, str]:
    """Calls whose cases are not open yet, {slug: title}."""
    return {call.slug: call.label for call in applications.known_calls() if not opening.any_in(call)}


def call_of(form: Any) -> Call:
    return Call.get(Call.slug == form.of_call.data)


def by(proposal: Proposal) -> dict[str, Any]:
    """Who is behind it, as the event of it says."""
    people = proposer(proposal), settler(proposal)
    return {"person": people[1], "proposal": proposal.id, "by": [masked(person.email) for person in people]}


def proposer(row: Proposal) -> Person:
    """Who proposed it, who holds a post still: that was looked at before."""
    assert row.by
    return row.by


def case_subject(case: Any, _form: Any) -> str:
    return f"{case.application.receipt} {case.listing.get('title', '')} ({case.listing.get('adopters', '')})"


def case_page(row: Proposal) -> str:
    assert row.case
    return f"/staff/cases/{row.case.application.token}/"


def settler(row: Proposal) -> Person:
    assert row.settled_by
    return row.settled_by


ACTS: dict[str, Act] = {
    "find-ineligible": Act(
        title="요건 미충족으로 판단하기",
        effect="과제가 ‘요건 미충족’이 되어 평가하지 않습니다. 신청 기업에 까닭을 적은 통보서를 보냅니다.",
        form=lambda case: cases.ineligible(ineligible.short(case.application.announcement)),
        subject=case_subject,
        check=lambda case, form: moves.check(case, course.BY_NAME[course.FIND_INELIGIBLE]),
        carry_out=lambda case, form, row: ineligible.find(
            case, proposer(row), row.settled_by, row.given["seen"], form.clauses.data, form.reason.data
        ),
        of_case=True,
        page=case_page,
        proposers=frozenset({Role.AGENCY, Role.LEAD_AGENCY}),
    ),
    "close-round": Act(
        title="현장평가 회차 마감하기",
        effect="낸 평가표로 평가점수를 확정합니다. 추천 기준 이상인 과제는 서면평가 대상과제로 추천하고, 신청 기업에 결과 통보서를 보냅니다.",
        form=lambda company: evaluation_forms.closing_round(closing.open_rounds()),
        subject=lambda company, form: form.round.printed,
        check=lambda table, form: closing.check(table),
        carry_out=lambda table, form, row: closing.close(table, proposer(row), settler(row)),
        elsewhere=True,
        page=lambda row: f"/staff/rounds/{row.given['sent']['round'][0]}/",
        proposers=frozenset({Role.AGENCY, Role.LEAD_AGENCY}),
        basis=lambda company, form, person: score_table.Table.of(rounds.named(form.round.data), person),
    ),
    "add-person": Act(
        title="기업 담당자 더하기",
        effect="이 주소로 로그인하는 사람이 기업의 신청과 증빙을 모두 보고 고칠 수 있게 됩니다. 기업의 담당자 모두에게 메일로 알립니다.",
        form=lambda company: forms.AddPersonForm,
        subject=lambda company, form: of(company, masked(form.email.data)),
        check=lambda company, form: company_accounts.check_adding(company, form.email.data),
        carry_out=lambda company, form, row: company_accounts.add_person(company, form.email.data, row),
        of_company=True,
    ),
    "remove-person": Act(
        title="기업 담당자 빼기",
        effect="이 담당자는 기업의 신청과 증빙을 더는 볼 수 없게 됩니다. 빠진 사람과 남은 담당자에게 메일로 알립니다.",
        form=lambda company: forms.removing(company_accounts.people(company)),
        subject=lambda company, form: of(company, form.person.printed),
        check=lambda company, form: company_accounts.check_removing(company, form.person.data),
        carry_out=lambda company, form, row: company_accounts.remove_person(company, form.person.data, row),
        of_company=True,
    ),
    "free-number": Act(
        title="사업자등록번호 풀기",
        effect="잘못 쓴 번호를 다른 기업이 쓸 수 있게 됩니다. 이 기업의 풀 등록은 취소되고 검색에서 빠지며, 쓴 내용은 남습니다. 기업과, 함께 신청하는 기업에 메일로 알립니다.",
        form=lambda company: forms.ActForm,
        subject=lambda company, form: of(company),
        check=lambda company, form: company_accounts.check_freeing(company),
        carry_out=lambda company, form, row: company_accounts.free_number(company, row),
        of_company=True,
    ),
    "end-entry": Act(
        title="기업의 요청으로 등록 끝내기",
        effect="제재가 아닙니다. 공급기업 검색에서 빠지고 공개하던 내용을 지우며, 이 기업을 담아 둔 사람에게는 스스로 등록을 끝냈다고 보여 줍니다. 기업과, 함께 신청하는 기업에 메일로 알립니다.",
        form=lambda company: forms.ActForm,
        subject=lambda company, form: of(company),
        check=lambda company, form: company_accounts.check_ending(company),
        carry_out=lambda company, form, row: company_accounts.end_entry(company, row),
        of_company=True,
    ),
    "add-staff": Act(
        title="기관 담당자 더하기",
        effect="이 주소로 로그인하고 인증 앱을 등록하면 기관 업무를 볼 수 있게 됩니다. 이미 담당자인 주소이면 모든 기기에서 로그아웃되고 인증 앱을 새로 등록해야 합니다.",
        form=lambda company: forms.AddStaffForm,
        subject=lambda company, form: f"{form.email.data} ({form.agency.printed})",
        check=lambda company, form: check_adding_staff(form),
        carry_out=lambda company, form, row: add_staff(form, row),
    ),
    "end-staff": Act(
        title="기관 담당자 끝내기",
        effect="기관 업무를 더는 볼 수 없고, 모든 기기에서 로그아웃됩니다.",
        form=lambda company: forms.ending_post(posts()),
        subject=lambda company, form: form.post.printed,
        check=lambda company, form: check_ending_post(form),
        carry_out=lambda company, form, row: end_post(form, row),
    ),
    "open-call": Act(
        title="공고 열기",
        effect="정한 때에 접수가 열립니다. 지난 공고에서 승인된 공급기업은 ‘현행화 필요’가 되고, 그 기업들에 메일로 알립니다.",
        form=lambda company: forms.opening(packages()),
        subject=lambda company, form: form.of_call.printed,
        check=lambda company, form: call_windows.check_opening(*window(form)),
        carry_out=lambda company, form, row: call_windows.open_call(*window(form), **by(row)),
    ),
    "close-call": Act(
        title="공고 바로 닫기",
        effect="확인하는 순간 접수가 마감되어 쓰던 신청을 더 고치거나 제출할 수 없습니다. 쓴 내용은 남습니다.",
        form=lambda company: forms.closing(closable()),
        subject=lambda company, form: form.of_call.printed,
        check=lambda company, form: call_windows.check_closing(call_of(form), now()),
        carry_out=lambda company, form, row: call_windows.close_call(call_of(form), now(), **by(row)),
    ),
    "extend-call": Act(
        title="마감 늦추기",
        effect="접수 마감이 늦춰집니다. 이미 마감된 공고이면 다시 열립니다.",
        form=lambda company: forms.extending(extendable()),
        subject=lambda company, form: form.of_call.printed,
        check=lambda company, form: call_windows.check_extension(call_of(form), form.closes.data, now()),
        carry_out=lambda company, form, row: call_windows.extend_call(
            call_of(form), form.closes.data, now(), **by(row)
        ),
    ),
}


def window(form: Any) -> tuple[str, str, Any, Any]:
    return form.of_call.data, form.of_call.data, form.opens.data, form.closes.data
