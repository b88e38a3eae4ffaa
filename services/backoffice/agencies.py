"""The four 수행기관: where they are written to, and which application each looks after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import config
from models.application import Application, Call
from models.base import writing
from models.case import Case
from models.person import Person
from models.staff import Agency, Staff
from models.submission import Event, Submission
from programme import calls, course
from programme.application_types import PROJECT
from services.access.permissions import NotNow
from services.evaluation import moves
from services.mail import outbox
from services.submissions import consulting

FIRST = "맡은 수행기관이 없어 처음으로 정했습니다."  # why a case nobody looked after is given to an agency


@dataclass
class AlreadyAssigned(Exception):
    """Some of these are nobody's to assign any more: somebody else assigned them, or they were withdrawn or held."""

    tokens: list[str]


def addresses() -> dict[str, str]:
    """The mail address of each agency; "" for one not entered yet."""
    known = {row.slug: row.email for row in Agency.select()}
    return {slug: known.get(slug, "") for slug in calls.agencies()}


def choices(post: Staff, call: Call | None, purpose: str) -> dict[str, str]:
    """What a list may be narrowed by, {slug: name}: the agencies the call knows (None: any call), and others an
    application of it was given to; nothing for an agency, which sees its own."""
    if post.agency:
        return {}
    known = call.announcement.agencies if call else calls.agencies()
    of_call = [Application.call == call] if call else []
    rows: Any = Application.select(Application.agency).distinct()
    rows = rows.where(Application.purpose == purpose, Application.agency.not_in(list(known)), *of_call)
    return {slug: each.name for slug, each in known.items()} | {
        slug: calls.agency(slug).name for (slug,) in rows.tuples()
    }


def write_to(addresses: dict[str, str], person: Person) -> None:
    """Keep where the agencies are written to, "" for nowhere, and write what waited for that."""
    with writing():
        Agency.delete().where(Agency.slug.in_(list(addresses))).execute()
        for slug, email in addresses.items():
            if email:
                consulting.mail_waiting(Agency.create(slug=slug, email=email))
        Event.create(
            person=person, action="addressed", detail={"agencies": [slug for slug in addresses if addresses[slug]]}
        )


def assign(application: Application, agency: str | None, person: Person) -> None:
    """Let an agency look after an application, and see it from now on; None: nobody yet."""
    with writing():
        before = Application.get_by_id(application.id).agency
        if before != agency and before and Case.of(application):
            raise NotNow("평가하고 있는 과제입니다. 수행기관은 과제 처리 화면에서 까닭을 적어 바꿔 주세요.")
        if before != agency:
            give([application], before, agency, person)


def assign_unassigned(tokens: Sequence[str], agency: str, person: Person) -> int:
    """Let an agency look after projects that stand and that nobody looks after yet: all of them, or none. How many.
    Raises AlreadyAssigned."""
    with writing():
        stands = Submission.select(Submission.application).where(Submission.standing)
        free = Application.purpose == PROJECT, Application.agency.is_null(), Application.id.in_(stands)
        these = Application.token.in_(list(tokens)), Application.id.not_in(resting())
        found = Application.select(Application, Call).join(Call).where(*these, *free)
        rows = [row for row in found if agency in row.announcement.agencies]
        if gone := [token for token in tokens if token not in {row.token for row in rows}]:
            raise AlreadyAssigned(gone)
        give(rows, None, agency, person)
    return len(rows)


def resting() -> Any:
    """The applications whose case is given to no agency now: it is held, or ended."""
    goes_on = Case.held.is_null() & Case.state.in_(course.BY_NAME[course.REASSIGN].before)
    return Case.select(Case.application).where(~goes_on)


def kept_from(tokens: Sequence[str], agency: str) -> list[tuple[str, str]]:
    """Of each of these applications its number, and what keeps it from being assigned to an agency with others."""
    rests = {row.application_id for row in resting()}
    rows = Application.select(Application.id, Application.number, Application.agency, Call).join(Call)
    told = []
    for row in rows.where(Application.token.in_(list(tokens))).order_by(Application.id):
        call = row.announcement
        if row.agency:
            why = f"다른 담당자가 {calls.agency(row.agency, call).name}에 배정했습니다."
        elif agency not in call.agencies:
            why = "이 과제의 공고에 없는 수행기관입니다."
        else:
            why = "보류했거나 끝난 과제입니다." if row.id in rests else "기업이 철회했습니다."
        told.append((row.number, why))
    return told


def give(applications: Sequence[Application], before: str | None, agency: str | None, person: Person) -> None:
    """One act of assigning, in the caller's transaction; the agency is mailed once about all of it."""
    Application.update(agency=agency).where(Application.id.in_([row.id for row in applications])).execute()
    for case in Case.select().where(Case.application.in_([row.id for row in applications])) if agency else ():
        detail = {"from": before, "to": agency, "at_once": len(applications)}
        moves.make(case, course.REASSIGN, person, case.moves, detail=detail, said={"reason": FIRST}, agency=agency)
    events = [
        Event.create(application=row, person=person, action="assigned", detail={"from": before, "to": agency})
        for row in applications
    ]
    address = Agency.get_or_none(Agency.slug == agency) if agency else None
    if agency and address and events:
        outbox.enqueue(
            "assigned",
            to=address.email,
            key=f"assigned:{events[0].id}",
            call=applications[0].announcement,
            agency=calls.agency(agency).name,
            count=str(len(applications)),
            numbers=[row.number for row in applications],
            link=f"{config.current().public_url}/staff/applications/",
        )
