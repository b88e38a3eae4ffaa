"""What cannot be undone is proposed by one officer and confirmed by another: the same way for every act (ADR 40).

An act is a line of services/backoffice/acts.py. Whoever confirms must be somebody else, both must hold their posts at
that moment, and what was proposed is judged anew as things stand then. One of several confirmers wins by
compare-and-set; the state, what the act does and its mails are one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from peewee import JOIN, Expression

import config
from forms.acts import ActForm
from models.base import now, writing
from models.case import Case
from models.company import Company
from models.person import Person
from models.proposal import CONFIRMED, DECLINED, EXPIRED, LIFE, OPEN, WITHDRAWN, Proposal
from models.staff import Staff
from models.submission import Event
from programme.korean import date_time
from services.access import staff
from services.access.permissions import NotNow, Role
from services.drafts import people
from services.evaluation import moves
from services.mail import outbox

STATES = {
    OPEN: "확인 대기",
    CONFIRMED: "확인하여 처리함",
    DECLINED: "거절함",
    WITHDRAWN: "제안을 거둠",
    EXPIRED: "기한이 지남",
}


class Basis(Protocol):
    """What an act is decided by, as things stand and as an officer reads it, drawn by its template on the page where it
    is confirmed. checksum: the same in short; bars: why this officer must neither propose nor confirm it, "" where he
    may; warnings: what whoever confirms should know first."""

    template: str

    @property
    def checksum(self) -> str: ...

    @property
    def bars(self) -> str: ...

    def warnings(self) -> list[str]: ...


@dataclass(frozen=True)
class Act:
    """title: what it is called. effect: what it does, said before it is proposed and confirmed. form: what is asked for
    it, of the company it is about. subject: about what, in words. check: raises NotNow for what cannot be done as
    things stand. carry_out: does it, in the transaction of its confirmation; raises as `check` does. who: whose
    officers confirm, and propose where proposers names no others. basis: what both decide by, as the officer in hand
    reads it; `check` and `carry_out` are given it in place of the company; if it is another by the time of the
    confirmation, nothing is done. elsewhere: it is proposed on a page that shows what it is decided by; page: where who
    proposed it reads what became of it. Of an act of a case all these are given the case in place of a company."""

    title: str
    effect: str
    form: Callable[[Any], type[ActForm]]  # of the company, None where it is about none
    subject: Callable[[Any, Any], str]  # of the company and the form, filled in
    check: Callable[[Any, Any], object]
    carry_out: Callable[[Any, Any, Proposal], object]
    of_company: bool = False
    of_case: bool = False
    elsewhere: bool = False
    who: Role = Role.LEAD_AGENCY
    proposers: frozenset[Role] = frozenset()
    basis: Callable[[Any, Any, Person], Basis | None] = lambda about, form, person: None
    page: Callable[[Proposal], str] = lambda row: f"/staff/proposals/{row.token}/"

    @property
    def may_propose(self) -> frozenset[Role]:
        return self.proposers or frozenset({self.who})


NOT_AN_OFFICER = "이 일을 결정하는 기관의 담당자가 아니어서 처리하지 않았습니다."
NOT_ALONE = "직접 제안하신 일은 다른 담당자가 확인해야 합니다. 다른 담당자에게 확인을 부탁해 주세요."
PROPOSER_LEFT = "제안한 담당자가 그 사이 업무에서 빠져 처리하지 않았습니다. 필요하면 다시 제안하고 다른 담당자에게 확인을 받아 주세요."

SAME = "같은 제안이 이미 다른 담당자의 확인을 기다리고 있습니다. "
LOOK = "‘함께 결정할 일’에서 그 제안을 확인해 주세요."
WAIT = "전담기관 담당자가 확인하거나 거절할 때까지 기다려 주세요."  # for who has no such page
CHANGED = "제안한 뒤로 결정할 내용이 바뀌어 이 제안은 확인할 수 없습니다. 한 담당자가 지금 내용으로 다시 제안하면 새 제안을 확인해 주세요."
SHOWN_BEFORE = "화면을 여신 뒤로 결정할 내용이 바뀌었습니다. 아래에서 지금 내용을 확인하고 다시 제안해 주세요."
ANEW = "결정할 내용이 바뀌어 다시 제안했습니다."


def require_officer(who: frozenset[Role], person: Person | None, otherwise: str = NOT_AN_OFFICER) -> Staff:
    """The post somebody holds. Raises NotNow for who holds none now that may decide this. who: whose officers may;
    otherwise: what it says then."""
    post = staff.post_of(person)
    if post is None or (Role.AGENCY if post.agency else Role.LEAD_AGENCY) not in who:
        raise NotNow(otherwise)
    return post


def propose(
    acts: dict[str, Act],
    name: str,
    company: Company | None,
    form: ActForm,
    person: Person,
    case: Case | None = None,
    seen: int = 0,
    shown: str | None = None,
) -> Proposal:
    """Propose an act, and tell the others who may confirm it; what was proposed of the same by a basis that is no more,
    or before its case went on, gives way. form: validated; case: it is about, with the counter of moves its page
    showed; shown: the checksum of the basis the page showed, None where it showed none. Raises NotNow."""
    act = acts[name]
    with writing():
        post = require_officer(act.may_propose, person)
        found = act.basis(case or company, form, person)
        act.check(found or case or company, form)
        subject = act.subject(case or company, form)
        basis = found.checksum if found else ""
        if shown is not None and shown != basis:
            raise NotNow(SHOWN_BEFORE)
        if found and found.bars:
            raise NotNow(found.bars)
        for same in Proposal.select().where(Proposal.open_at(now()), Proposal.act == name, Proposal.subject == subject):
            if same.given.get("basis", "") == basis and not is_overtaken(same):
                raise NotNow(SAME + (WAIT if post.agency else LOOK))
            settle(same, WITHDRAWN, person, now(), refusal=ANEW)
        given = {"sent": form.sent(), "said": form.said(), "seen": seen, "basis": basis}
        values = {"subject": subject, "company": company, "case": case, "given": given, "reason": form.reason.data}
        row = Proposal.create(act=name, by=person, expires_at=now() + LIFE, **values)
        Event.create(person=person, action="proposed", detail={"proposal": row.id, "act": name})
        for post in staff.officers():
            if post.person != person and is_shown(row, post.person):
                notify_officer(row, act, post.person)
    return row


def find(acts: dict[str, Act], token: str, person: Person) -> Proposal | None:
    """None for one of an act this site knows no more, and for one about a case the officer takes part in."""
    return Proposal.get_or_none(Proposal.token == token, Proposal.act.in_(list(acts)), shown_to(person))


def shown_to(person: Person) -> Expression:
    """The proposals an officer meets: none about a case whose application he takes part in."""
    return Proposal.case.is_null() | Proposal.case.in_(Case.select(Case.id).where(Case.of_others(person)))


def is_shown(row: Proposal, person: Person) -> bool:
    return bool(Proposal.select().where(Proposal.id == row.id, shown_to(person)).exists())


def notify_officer(row: Proposal, act: Act, officer: Person) -> None:
    outbox.enqueue(
        "proposed",
        to=officer.email,
        key=f"proposed:{row.id}:{officer.id}",
        act=act.title,
        subject=row.subject,
        until=date_time(row.expires_at),
        link=f"{config.current().public_url}/staff/proposals/{row.token}/",
    )


def confirm(acts: dict[str, Act], row: Proposal, person: Person, at: datetime) -> None:
    """Do what was proposed. Raises NotNow, and then nothing is done and the proposal stands."""
    act = acts[row.act]
    with writing():
        require_officer(frozenset({act.who}), person)
        if row.by == person:
            raise NotNow(NOT_ALONE)
        require_officer(act.may_propose, row.by, PROPOSER_LEFT)
        settle(row, CONFIRMED, person, at)
        about = row.case or row.company
        form = act.form(about).of(row.given["sent"])
        if not form.validate():
            raise NotNow(
                "제안한 뒤로 사정이 바뀌어 처리하지 못했습니다. 제안을 거두고 지금 내용으로 다시 제안해 주세요."
            )
        basis = act.basis(about, form, person)
        if why := refusal(row, basis):
            raise NotNow(why)
        row.settled_by = person
        act.carry_out(basis or about, form, row)
        Event.create(person=person, action="confirmed proposal", detail={"proposal": row.id, "act": row.act})


def basis_now(acts: dict[str, Act], row: Proposal, person: Person) -> Basis | None:
    """What whoever confirms it decides by, as things stand now."""
    act, about = acts[row.act], row.case or row.company
    form = act.form(about).of(row.given["sent"])
    return act.basis(about, form, person) if form.validate() else None


def is_overtaken(row: Proposal) -> bool:
    """Whether the case it is about went on since, so that it can be confirmed no more."""
    case = row.case
    return case is not None and moves.counter_since(case, row.given["seen"]) != case.moves


def refusal(row: Proposal, basis: Basis | None) -> str:
    """Why who reads it would be refused if he confirmed it now, for what it is decided by; "" where he would not."""
    if basis is None:
        return ""
    return CHANGED if basis.checksum != row.given.get("basis") else basis.bars


def decline(acts: dict[str, Act], row: Proposal, person: Person, at: datetime, why: str = "") -> None:
    """Say no to a colleague's proposal, or take one's own back. Who takes part in what it is about does not decide that
    either. Raises NotNow."""
    with writing():
        act, own = acts[row.act], row.by_id == person.id
        require_officer(act.may_propose if own else frozenset({act.who}), person)
        if not own:
            if not is_shown(row, person):
                raise NotNow(NOT_AN_OFFICER)
            if (basis := basis_now(acts, row, person)) and basis.bars:
                raise NotNow(basis.bars)
        state = WITHDRAWN if own else DECLINED
        settle(row, state, person, at, refusal=why or None)
        Event.create(person=person, action=f"{state} proposal", detail={"proposal": row.id, "act": row.act})
        if state == DECLINED and staff.post_of(row.by):
            notify_proposer(row, act, why)


def notify_proposer(row: Proposal, act: Act, why: str) -> None:
    assert row.by
    link = f"{config.current().public_url}{act.page(row)}"
    to, key = row.by.email, f"declined:{row.id}"
    outbox.enqueue("declined", to=to, key=key, act=act.title, subject=row.subject, reason=why, link=link)


def settle(row: Proposal, state: str, person: Person, at: datetime, **more: str | None) -> None:
    """End a proposal once, in its time. Raises NotNow, which says who was faster."""
    ended = {"state": state, "settled_by": person, "settled_at": now(), **more}
    if not Proposal.update(**ended).where(Proposal.id == row.id, Proposal.open_at(at)).execute():
        fresh = Proposal.get_by_id(row.id)
        who = f" {people.colleague(fresh.settled_by)} 담당자가 처리했습니다." if fresh.settled_by else ""
        raise NotNow(f"이 제안은 이미 ‘{STATES[fresh.state_at(at)]}’ 상태여서 처리하지 않았습니다.{who}")


def waiting(person: Person, at: datetime) -> int:
    """How many proposals of others wait for this officer."""
    others = Proposal.by.is_null() | (Proposal.by != person)
    return Proposal.select().where(Proposal.open_at(at), others, shown_to(person)).count()


def newest_of(act: str, sent: str) -> Proposal | None:
    """The last proposal of an act for which this was sent, among little: of the same none before it waits any more."""
    rows = Proposal.select().where(Proposal.act == act).order_by(Proposal.id.desc())
    return next((row for row in rows if any(sent in values for values in row.given["sent"].values())), None)


def pending(at: datetime, person: Person) -> list[Proposal]:
    """What waits to be confirmed, the oldest first, as an officer meets it."""
    return list(with_officers().where(Proposal.open_at(at), shown_to(person)).order_by(Proposal.id))


def with_officers() -> Any:
    """Proposals, with who proposed and who settled each."""
    other = Person.alias()
    rows = Proposal.select(Proposal, Person, other).join(Person, JOIN.LEFT_OUTER, on=Proposal.by).switch(Proposal)
    return rows.join(other, JOIN.LEFT_OUTER, on=Proposal.settled_by == other.id, attr="settled_by")


def about(company: Company) -> list[Proposal]:
    """All that was ever proposed about a company, newest first."""
    return list(with_officers().where(Proposal.company == company).order_by(Proposal.id.desc()))


def open_about(case: Case, at: datetime) -> list[Proposal]:
    """What waits to be confirmed about a case."""
    return list(with_officers().where(Proposal.open_at(at), Proposal.case == case).order_by(Proposal.id))


def declined_about(case: Case) -> Proposal | None:
    """The last proposal about a case, where it was declined and the case did not go on since."""
    row = Proposal.select().where(Proposal.case == case).order_by(Proposal.id.desc()).first()
    return row if row and row.state == DECLINED and not is_overtaken(row) else None


def settled(at: datetime, person: Person) -> "list[Proposal]":
    """The last ones that ended, newest first, as an officer meets them."""
    rows = with_officers().where(~Proposal.open_at(at), shown_to(person)).order_by(Proposal.id.desc())
    return list(rows.limit(SHOWN))


SHOWN = 50
