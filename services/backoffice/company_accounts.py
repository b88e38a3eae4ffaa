"""Mending a company's account for it: its people, a business number taken wrongly, its place in the pool.

Each is one of services/backoffice/acts.py, done in the transaction of its confirmation; the company's people are
mailed."""

from collections.abc import Iterable, Sequence
from typing import Any

import config
from models.application import Application, Party
from models.base import now
from models.company import DRAFT, Company, Membership, Supplier
from models.person import Person
from models.proposal import Proposal
from models.submission import Event, Submission
from programme.application_types import POOL
from services.access import accounts
from services.access.permissions import NotNow
from services.drafts import companies
from services.mail import outbox
from services.mail.outbox import masked
from services.pool import partners


def people(company: Company) -> dict[str, str]:
    """Who acts for it, {number of ours: address, not shown whole}."""
    return {str(row.id): masked(row.person.email) for row in companies.people(company)}


def check_adding(company: Company, email: str) -> None:
    """Raises NotNow."""
    if any(row.person.email.lower() == email.lower() for row in companies.people(company)):
        raise NotNow("이미 이 기업의 담당자인 주소입니다. 그 주소로 로그인하면 바로 볼 수 있습니다.")


def add_person(company: Company, email: str, proposal: Proposal) -> None:
    check_adding(company, email)
    person = accounts.person_at(email)
    Membership.create(person=person, company=company)
    Event.create(person=proposal.by, action="added colleague for company", detail=detail(company, proposal, person))
    what = f"{masked(email)} 주소를 쓰는 분을 이 기업의 담당자로 더했습니다."
    todo = "담당자는 이 기업의 신청과 증빙을 보고 고칠 수 있습니다. 같은 주소로 로그인하면 바로 볼 수 있습니다."
    notify(company, proposal, what, todo)


def check_removing(company: Company, number: str | None) -> Membership:
    """Whom it is about. Raises NotNow."""
    present = companies.people(company)
    found = next((row for row in present if str(row.id) == number), None)
    if found is None:
        raise NotNow("그 담당자는 이미 이 기업에서 빠졌습니다.")
    if len(present) == 1:
        raise NotNow("마지막 담당자는 뺄 수 없습니다. 먼저 새 담당자를 더한 뒤 다시 제안해 주세요.")
    return found


def remove_person(company: Company, number: str | None, proposal: Proposal) -> None:
    row = check_removing(company, number)
    gone = [row.person]
    companies.part(row, proposal.by)
    Event.create(
        person=proposal.by, action="removed colleague of company", detail=detail(company, proposal, row.person)
    )
    what = f"{masked(row.person.email)} 주소를 쓰는 분을 이 기업의 담당자에서 뺐습니다."
    notify(
        company,
        proposal,
        what,
        "그 주소로는 이 기업의 신청과 증빙을 더는 볼 수 없습니다. 쓴 내용은 그대로 있습니다.",
        gone,
    )


def check_freeing(company: Company) -> Supplier:
    """Its pool entry. Raises NotNow."""
    supplier = Supplier.get_or_none(Supplier.company == company)
    if supplier is None or supplier.number is None:
        raise NotNow("이 기업은 사업자등록번호를 쓰고 있지 않습니다. 이미 풀린 번호일 수 있습니다.")
    return supplier


def free_number(company: Company, proposal: Proposal) -> None:
    """Take the number and what was registered with it from an entry; its firm may register anew with its own."""
    supplier = check_freeing(company)
    number = supplier.number
    empty(supplier)
    Event.create(person=proposal.by, action="freed number", detail=detail(company, proposal) | {"number": number})
    what = f"사업자등록번호 {number}(으)로 한 공급기업 풀 등록을 취소하고 번호를 풀었습니다."
    todo = "접수 기간 안이면 등록 신청서에서 번호를 바로잡아 다시 제출할 수 있습니다. 쓴 내용은 그대로 있습니다."
    notify(company, proposal, what, todo)
    partners.notify(supplier, f"{supplier.name}의 공급기업 풀 등록이 취소되었습니다.", f"freed:{proposal.id}")


def check_ending(company: Company) -> Supplier:
    """Its pool entry. Raises NotNow."""
    supplier = Supplier.get_or_none(Supplier.company == company)
    if supplier is None or (supplier.number is None and supplier.approved_at is None):
        raise NotNow("이 기업은 지금 공급기업 풀에 등록되어 있지 않습니다.")
    return supplier


def end_entry(company: Company, proposal: Proposal) -> None:
    """Take a supplier out of the pool because it wishes so: no sanction, and nothing published of it is kept."""
    supplier = check_ending(company)
    number = supplier.number
    empty(supplier)
    Supplier.update(ended_at=now()).where(Supplier.id == supplier.id).execute()
    Event.create(person=proposal.by, action="ended entry", detail=detail(company, proposal) | {"number": number})
    what = "요청하신 대로 공급기업 풀 등록을 끝냈습니다. 제재가 아니며, 검색에서 빠지고 공개하던 내용은 지웠습니다."
    todo = "접수 기간에 언제든 다시 등록할 수 있습니다."
    notify(company, proposal, what, todo)
    wish = f"{supplier.name}이(가) 스스로 공급기업 풀 등록을 끝냈습니다."
    partners.notify(supplier, wish, f"ended:{proposal.id}")


def empty(supplier: Supplier) -> None:
    """Let an entry be as if nothing of it had been submitted; its name stays, and what its people wrote."""
    nothing: dict[str, Any] = {
        "approved_at": None,
        "renewed_at": None,
        "imported_at": None,
        "facts": {},
        "profile": {},
        "words": "",
    }
    Supplier.update(state=DRAFT, number=None, **nothing).where(Supplier.id == supplier.id).execute()
    theirs = Party.select(Party.application).where(Party.company == supplier.company)
    registered = Application.select(Application.id).where(Application.purpose == POOL, Application.id.in_(theirs))
    Submission.update(standing=False).where(Submission.application.in_(registered)).execute()


def possible(people: list[Membership], entry: Supplier | None) -> list[str]:
    """The acts that can be proposed about a company of these people and this pool entry."""
    acts = ["add-person"]
    acts += [] if len(people) == 1 else ["remove-person"]
    acts += ["free-number"] if entry and entry.number else []
    return acts + (["end-entry"] if entry and (entry.number or entry.approved_at) else [])


def detail(company: Company, proposal: Proposal, person: Person | None = None) -> dict[str, object]:
    known: dict[str, object] = {"company": company.id, "proposal": proposal.id}
    return known | ({"person": person.id} if person else {})


def notify(company: Company, proposal: Proposal, what: str, todo: str, also: Sequence[Person] = ()) -> None:
    """Mail the company's people, and others it concerns, what was done for them and why."""
    present: Iterable[Person] = [row.person for row in companies.people(company)]
    for person in (*present, *also):
        outbox.enqueue(
            "account_mended",
            to=person.email,
            key=f"account_mended:{proposal.id}:{person.id}",
            company=companies.name_of(company),
            what=what,
            reason=proposal.reason,
            todo=todo,
            link=f"{config.current().public_url}/companies/{company.token}/",
        )
