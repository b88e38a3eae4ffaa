"""The companies of one application: who takes part and who left, who leads, who owes what, who confirmed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import config
from forms.wizard import Party as Part
from forms.wizard import Task
from models.application import ASKED, Application, Party
from models.base import now, writing
from models.company import Company
from models.consortium import ACCEPTED, REPLACED, WITHDRAWN, Invitation
from models.person import Person
from models.submission import Event, Submission
from programme import rules
from services.access.permissions import NotNow
from services.drafts import applications, checks, confirmations, revisions, step_writers
from services.drafts.applications import ApplicationView
from services.mail import outbox

# What the lead sees of a company; before it joined, the state of its invitation.
JOINED, CONFIRMED, REOPENED, CHOSEN = "joined", "confirmed", "reopened", "chosen"

LEFT, DROPPED = "left", "dropped"
PARTED = {  # what the other side is told
    LEFT: "이 기업의 담당자가 참여를 그만두었습니다. 쓴 내용은 신청서에 더는 나타나지 않습니다. 함께하려면 다시 초대해 주세요.",
    DROPPED: "주관 도입기업이 참여를 끝냈습니다. 쓴 내용은 신청서에 더는 나타나지 않고, 다시 참여하면 그대로 이어집니다.",
}

SUBMITTED = "제출한 신청에 도입기업으로 올라 있어 나갈 수 없습니다. 주관 도입기업에 귀사를 빼고 다시 제출하거나 철회해 달라고 요청해 주세요."


@dataclass(frozen=True)
class PartyStatus:
    """One company in the consortium. own, given, shared: its tasks not done yet, those given to it, and all that are
    written together; findings: what the rules
    want of it besides; pool: what a supplier still owes the pool, which does not keep it from confirming; changed: what
    was saved again since it confirmed."""

    part: Part
    position: int
    state: str
    own: list[Task]
    given: list[Task]
    shared: list[Task]
    findings: list[rules.Finding]
    pool: rules.Finding | None
    changed: list[Task]
    given_out: list[Task]

    @property
    def remaining(self) -> int:
        """How many things of its own are missing."""
        return len(self.own) + len(self.given) + len(self.findings) + bool(self.pool)

    @property
    def together(self) -> list[Task]:
        """What is still to be written and given to nobody."""
        return [task for task in self.shared if task not in self.given_out]

    @property
    def ready(self) -> bool:
        """Whether it can confirm: nothing is missing of what it answers for."""
        return not (self.own or self.shared or self.findings)


def party_statuses(view: ApplicationView, verdict: checks.Verdict) -> list[PartyStatus]:
    """Every company, in the consortium's order."""
    rows, invited = {party.id: party for party in view.rows}, unanswered(view.rows)
    return [party_status(view, part, rows[part.key], verdict, invited) for part in view.journey.parties]


def party_status(
    view: ApplicationView, part: Part, party: Party, verdict: checks.Verdict, invited: list[Invitation]
) -> PartyStatus:
    """invited: of `unanswered`."""
    journey, confirmation = view.journey, view.confirmations[part.key]
    forbidden = {(found.step, found.party) for found in verdict.blocks}
    owed = [task for task in journey.of(part) if task in view.remaining or task.key in forbidden]
    writers = {task: to for task in owed if (to := step_writers.writer(view.application, journey, task))}
    return PartyStatus(
        part=part,
        position=party.position,
        state=state_of(party, confirmation.given is not None, bool(confirmation.changed), invited),
        own=[task for task in owed if task.party],
        given=[task for task in owed if writers.get(task) == part],
        shared=[task for task in owed if not task.party],
        findings=[
            found
            for found in verdict.blocks
            if found.party == part.key and found.step in (rules.CONSENTS, rules.EVIDENCE)
        ],
        pool=next(
            (found for found in verdict.blocks if found.id in rules.NOT_IN_POOL and found.party == part.key), None
        ),
        changed=confirmation.changed,
        given_out=list(writers),
    )


def unanswered(parties: list[Party]) -> list[Invitation]:
    """The invitations to those companies of an application that have not joined, newest first; neither accepted nor
    sent anew."""
    chosen = [party for party in parties if not party.joined_at]
    if not chosen:
        return []
    theirs = Invitation.company.in_([party.company_id for party in chosen])
    here = (Invitation.application == chosen[0].application_id) & theirs
    rows = Invitation.select().where(here, Invitation.state.not_in((ACCEPTED, REPLACED)))
    return list(rows.order_by(Invitation.id.desc()))


def state_of(party: Party, confirmed: bool, reopened: bool, invited: list[Invitation]) -> str:
    """invited: of `unanswered`."""
    if party.joined_at:
        return REOPENED if reopened else CONFIRMED if confirmed else JOINED
    mine = [row for row in invited if (row.company_id, row.role) == (party.company_id, party.role)]
    states = [row.state_at(now()) for row in mine]
    return next((state for state in ("seen", "sent", *states) if state in states), CHOSEN)


def confirm(
    application: Application, party: Party, revision: int, person: Person, arrived: datetime
) -> PartyStatus | None:
    """Give the company's confirmation as of the revision its page showed; what stands in the way, when something is
    owed.

    Raises revisions.Closed, NotNow.
    """
    with writing():
        application = Application.newest(application.id)
        if not application.open_at(arrived, ASKED):
            raise revisions.Closed
        view = applications.load_view(application)
        part = next((part for part in view.journey.parties if part.key == party.id), None)
        if part is None:
            raise NotNow(applications.NOT_A_MEMBER)
        found = party_status(view, part, party, checks.verdict(view), unanswered([party]))
        if not found.ready:
            return found
        confirmations.record(application, party, revision, person)
        revisions.freeze(application)
    return None


def take_part(application: Application, company: Company, role: str, person: Person, arrived: datetime) -> Party:
    """The company comes in by its own hand, as adopter or supplier. Raises revisions.Closed, NotNow."""
    with writing():
        party = Party.get_or_none(Party.application == application, Party.company == company)
        if party and party.left_at is None and party.role != role:
            raise NotNow(
                "이 기업은 이미 이 컨소시엄의 다른 쪽에 있습니다. 도입기업과 공급기업은 서로 다른 기업이어야 합니다"
                "(이 사이트의 확인 규칙입니다). 다른 기업의 담당자가 초대를 수락해 주세요."
            )
        if party is None or party.left_at:
            party = applications.add_party(application, company, role, party)
        applications.join(application, party, person, arrived)
        return party


def bound(application: Application, party: Party) -> str:
    """Why a company cannot go by its own hand, "" where it can: the business number of an adopter that is in what
    stands submitted is taken in this call until the lead submits without it or withdraws."""
    submission = Submission.standing_for(application) if party.role == "adopter" else None
    return SUBMITTED if submission and party.company_id in submission.companies else ""


def leave(application: Application, party: Party, person: Person, arrived: datetime) -> None:
    """A company goes by its own hand. What it wrote is kept out of sight for its return.

    Raises revisions.Closed, and NotNow for the lead, which must transfer the lead first, and for who is `bound`.
    """
    with writing():
        if why := bound(application, party):
            raise NotNow(why)
        _remove(application, party, person, arrived, LEFT)


def remove_party(application: Application, party: Party, person: Person, arrived: datetime) -> None:
    """The lead takes a company out of the consortium; otherwise as `leave`."""
    _remove(application, party, person, arrived, DROPPED)


def _remove(application: Application, party: Party, person: Person, arrived: datetime, action: str) -> None:
    with writing():
        application = Application.newest(application.id)
        if not application.open_at(arrived):
            raise revisions.Closed
        if Party.get_by_id(party.id).lead:
            raise NotNow("주관 도입기업은 나갈 수 없습니다. 먼저 다른 도입기업에 주관을 넘겨 주세요.")
        names = {part.key: part.name for part in applications.load_view(application).journey.parties}
        there = (Party.id == party.id) & Party.left_at.is_null()
        if not Party.update(left_at=now(), joined_at=None).where(there).execute():
            return
        invitations = (Invitation.application == application) & (Invitation.company == party.company)
        Invitation.settle(invitations, WITHDRAWN, person)
        Application.advance(Application.id == application.id)
        event = Event.create(application=application, person=person, action=action, detail={"position": party.position})
        lead = Party.get(Party.application == application, Party.lead)
        recipient, link = (lead, f"/applications/{application.token}/") if action == LEFT else (party, "/applications/")
        context = {
            "company": names[party.id],
            "lead": names[lead.id],
            "number": application.number,
            "explanation": PARTED[action],
        }
        notify_company("parted", recipient.firm, f"parted:{event.id}", application, person, link, **context)


def transfer_lead(application: Application, company: Company, person: Person) -> None:
    """Another adopter leads from now on, in the caller's transaction. What the lead answered, and what was submitted,
    stays. Raises NotNow."""
    to = Party.get_or_none(Party.application == application, Party.company == company, Party.left_at.is_null())
    if to is None or to.role != "adopter" or not to.joined_at:
        raise NotNow("이 컨소시엄에 참여 중인 도입기업만 주관을 넘겨받을 수 있습니다. 지금 주관 기업과 확인해 주세요.")
    before = Party.get(Party.application == application, Party.lead)
    Party.update(lead=False).where(Party.id == before.id).execute()
    Party.update(lead=True).where(Party.id == to.id).execute()
    Application.advance(Application.id == application.id)
    detail = {"from": before.position, "to": to.position}
    event = Event.create(application=application, person=person, action="handed over", detail=detail)
    names = {part.key: part.name for part in applications.load_view(application).journey.parties}
    context = {"company": names[to.id], "before": names[before.id], "number": application.number}
    for party in (before, to):
        link = f"/applications/{application.token}/"
        notify_company(
            "handed_over", party.firm, f"handed_over:{event.id}:{party.id}", application, None, link, **context
        )


def notify_company(
    kind: str, recipient: Company, key: str, application: Application, but: Person | None, link: str, **context: Any
) -> None:
    """Queue a mail to everyone who acts for the company told, but this person,  about an application. link: a path of
    ours."""
    for row in recipient.memberships:
        if row.person != but:
            outbox.enqueue(
                kind,
                to=row.person.email,
                key=f"{key}:{row.person_id}",
                about=application.token,
                link=config.current().public_url + link,
                **context,
            )
