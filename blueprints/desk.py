"""What a desk shows: all there is to do, row by row, in whose hands it is and how far."""

from collections.abc import Mapping
from datetime import datetime

from flask import g, url_for

from blueprints import way
from blueprints.way import to
from forms.wizard import By, Stage, State, Task
from forms.wizard import Party as Part
from models import company
from models.application import Party
from models.company import Supplier
from models.evidence import Consent, Evidence
from models.pool import Review
from programme import reception, rules
from services.consortium import invitations, members
from services.drafts import applications, checks
from services.submissions import registrations

Row = tuple[str, ...]  # title, who answers, state, address where it is theirs; and what was asked to be mended
FILLED, RETURNED = "filled", "returned"  # to be confirmed; sent back
PENDING = "pending"  # handed in to the pool, and enough to apply with
# A pool entry's state as a row of the desk says it; "": no registration was begun.
POOL_ROWS = {
    "": State.EMPTY,
    company.DRAFT: "draft",
    company.WAITING: PENDING,
    company.RETURNED: RETURNED,
    company.APPROVED: State.DONE,
    company.OUTDATED: "outdated",
    company.SUSPENDED: "suspended",
}
BARRED = "barred"  # until the stage before is done
REFUSED = "refused"  # a required consent, and so nothing to be handed in


def project(seats: list[members.Seat], verdict: checks.Verdict) -> list[tuple[str, list[Row]]]:
    """All there is to do for a consortium or a request for consulting, by stage."""
    stages = [(stage.title, rows_of(stage, verdict)) for stage in g.standing.journey.stages]
    if g.standing.application.type.consortium:
        stages.insert(way.SECOND, (way.CONSORTIUM, [choosing()]))
        if g.standing.party.role is By.SUPPLIER:
            stages.insert(0, ("공급기업 풀", [registering(g.standing.party)]))
    handed_over = papers(g.standing.party, verdict)
    return [
        *stages,
        ("동의·증빙" if len(handed_over) > 1 else "동의", handed_over),
        ("확인·제출", [*words_given(seats), *ending()]),
    ]


def rows_of(stage: Stage, verdict: checks.Verdict) -> list[Row]:
    """A stage's tasks of this person's company, and those answered once for all."""
    journey, party = g.standing.journey, g.standing.party
    mine = journey.of(party)
    rows: list[Row] = []
    for task in journey.tasks_of(stage):
        if task in mine:
            state, barred = state_of(task, verdict), journey.barred_by(task, party)
            shown = BARRED if barred and state is State.EMPTY else state
            rows.append((task.step.title, "", shown, "" if barred else to(task)))
        elif task.party is None:
            who = "주관 도입기업" if task.step.by is By.LEAD else "주관 도입기업과 공급기업"
            rows.append((task.step.title, who, state_of(task, verdict), ""))
    return rows


def rows_of_other(part: Part, verdict: checks.Verdict) -> list[Row]:
    """What another company answers for itself, to be looked at only."""
    own = [task for task in g.standing.journey.tasks if task.party == part]
    pool = [registering(part)] if part.role is By.SUPPLIER else []
    return [*pool, *((task.step.title, "", state_of(task, verdict), "") for task in own), *papers(part, verdict)]


def state_of(task: Task, verdict: checks.Verdict) -> State:
    state = g.standing.journey.state(task)
    forbidden = any((found.step, found.party) == task.key for found in verdict.blocks)
    return State.WRONG if state is State.DONE and forbidden else state


def choosing() -> Row:
    """Choosing a supplier, which is no step of a wizard; done once one has joined."""
    state = invitations.choosing(g.standing)
    who = "" if g.standing.party.lead else "주관 도입기업"
    note = "가장 오래 걸리니 먼저 합니다" if state == invitations.TO_DO and not who else who
    return ("공급기업 고르기", note, state, "" if who else way.choosing())


def registering(part: Part) -> Row:
    """A supplier's place in the pool, without which the application cannot be handed in."""
    firm = Party.get_by_id(part.key).firm
    begun = registrations.current(firm)
    supplier = Supplier.get_or_none(Supplier.company == firm)
    state = POOL_ROWS[supplier.state if supplier and (begun or supplier.approved_at) else ""]
    note = (
        ""
        if reception.current(g.standing.application.announcement).official
        else "여기의 등록은 공고의 풀 등록이 아니므로 접수 시스템에도 등록해야 합니다"
    )
    note = note if state in (State.DONE, PENDING) else "접수 마감 전에 제출해야 이 신청을 제출할 수 있습니다"
    return ("공급기업 풀 등록", note, state, way.registration_of(part) if part == g.standing.party else "")


def papers(part: Part, verdict: checks.Verdict) -> list[Row]:
    """A company's consents and evidence, which are no steps of a wizard."""
    application = g.standing.application
    places = [(application.type.words.consents, rules.CONSENTS, "consents.show")]
    if application.type.evidence:
        places.append(("증빙", rules.EVIDENCE, "evidence.show"))
    rows: list[Row] = []
    for title, step, endpoint in places:
        blocks = [found for found in verdict.blocks if found.step == step and found.party == part.key]
        state = REFUSED if any(rules.refusal(found) for found in blocks) else State.EMPTY if blocks else State.DONE
        mine = url_for(endpoint, application=application.token) if part == g.standing.party else ""
        rows.append((title, "", state, mine))
    return rows


def words_given(seats: list[members.Seat]) -> list[Row]:
    """Each company's word, the lead's aside, which gives it by handing in."""
    where = url_for("parties.confirming", application=g.standing.application.token)
    given: list[Row] = []
    for seat in seats:
        if not seat.part.lead:
            title = "맡은 내용 다시 확인" if seat.state == members.REOPENED else "맡은 내용 확인"
            state = State.DONE if seat.state == members.CONFIRMED else State.EMPTY
            given.append((title, seat.part.name, state, where if seat.part == g.standing.party else ""))
    return given


def ending() -> list[Row]:
    application = g.standing.application
    again = registrations.returned(application) is not None
    done = State.DONE if applications.state(application) in ("submitted", "changed") and not again else State.EMPTY
    where = "submission.confirm" if done is State.EMPTY else "submission.receipt"
    mine = url_for(where, application=application.token) if g.standing.party.lead else ""
    return [(application.type.words.hand_in, "" if g.standing.party.lead else "주관 도입기업", done, mine)]


def registration(verdict: checks.Verdict, review: Review | None) -> list[tuple[str, list[Row]]]:
    """The stages of a registration in the supplier pool, each row with the reasons it was sent back for."""
    journey = g.standing.journey
    stages = [
        (
            stage.title,
            [
                asked_again(row, review, {task.step.slug: saved_at(task)})
                for row, task in zip(rows_of(stage, verdict), journey.tasks_of(stage), strict=True)
            ],
        )
        for stage in journey.stages
    ]
    return [*stages, ("동의·서류", handed_over(verdict, review)), ("확인·제출", ending())]


def saved_at(task: Task) -> datetime | None:
    head = g.standing.head(task)
    return head.saved_at if head else None


def handed_over(verdict: checks.Verdict, review: Review | None) -> list[Row]:
    """A registration's consents and evidence, with what was asked to be mended of them."""
    agreed, attached = papers(g.standing.party, verdict)
    party, of = Party.get_by_id(g.standing.party.key), g.standing.application.type
    given = Consent.of(party)
    chosen = {text.slug: given[text.slug].at if text.slug in given else None for text in of.texts(party.role)}
    brought = {row.kind: row.uploaded_at for row in reversed(Evidence.brought(party))}
    known = {kind.slug: brought.get(kind.slug) for kind in of.kinds(party.role)}
    return [asked_again(agreed, review, chosen), asked_again(attached, review, known)]


def asked_again(row: Row, review: Review | None, done: Mapping[str, datetime | None]) -> Row:
    """A row of the desk with the reasons it was sent back for. done: when each of its items was last answered."""
    title, _, state, address = row
    reasons = {slug: why for slug, why in (review.reasons if review else {}).items() if slug in done}
    if any((at := done[slug]) is None or at < review.at for slug in reasons if review):
        state = RETURNED
    elif any(task.step.slug in done for task in g.standing.unconfirmed):
        state = FILLED
    return title, "", state, address, " ".join(reasons.values())
