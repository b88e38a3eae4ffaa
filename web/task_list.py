"""What a task list shows: all there is to do, row by row, who does it and how far."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from flask import url_for

from forms.wizard import Party as Part
from forms.wizard import Respondent, Stage, State, Task
from models import company
from models.application import Application
from models.company import Company, Supplier
from programme import reception, rules
from programme.application_types import POOL
from services.consortium import invitations, members
from services.drafts import applications, checks, notes, step_writers, workload
from services.submissions import completions, registrations
from web import navigation
from web.current import g
from web.navigation import step_url


class Row(NamedTuple):
    """One thing to do. who: who does it, or what else is to be known of it; address: "" where it is not this person's,
    or not yet; asked: what it was sent back for; minutes: about how long what is left of it takes its company; notes:
    how many wait to be settled."""

    title: str
    who: str
    state: str
    address: str
    asked: Sequence[completions.Item] = ()
    minutes: int = 0
    notes: int = 0


class StageRows(NamedTuple):
    """A stage of the stepper with all there is to do in it."""

    title: str
    rows: list[Row]

    @property
    def finished(self) -> int:
        """How many of its rows are done."""
        return sum(row.state == State.DONE for row in self.rows)

    @property
    def notes(self) -> int:
        return sum(row.notes for row in self.rows)

    @property
    def locked(self) -> bool:
        """Whether nothing of it can be begun before eligibility is settled."""
        return all(row.state == BLOCKED for row in self.rows)


Noted = Mapping[tuple[str, int | None], int]  # how many notes wait to be settled, by the key of the task
FILLED, RETURNED = "filled", "returned"  # to be confirmed; sent back
PENDING = "pending"  # submitted to the pool, and enough to apply with
# A pool entry's state as a row of the task list says it; "": no registration was begun.
POOL_ROWS = {
    "": State.EMPTY,
    company.DRAFT: "draft",
    company.WAITING: PENDING,
    company.RETURNED: RETURNED,
    company.APPROVED: State.DONE,
    company.OUTDATED: "outdated",
    company.SUSPENDED: "suspended",
}
WAITING = "waiting"  # for the company it is given to, or that was asked
BLOCKED = "blocked"  # until the stage before is done
SETTLED = (State.DONE, WAITING, PENDING, "suspended")  # nothing of it is this person's to do now
REFUSED = "refused"  # a required consent, and so nothing to be submitted


def project_stages(
    statuses: list[members.PartyStatus], verdict: checks.Verdict, pool: Mapping[int, Row]
) -> list[StageRows]:
    """All there is to do for a consortium or a request for consulting, by the stepper's stages. pool: of
    `pool_rows`."""
    noted = unsettled_notes()
    stages = [StageRows(stage.title, own_rows(stage, verdict, noted)) for stage in g.view.journey.stages]
    if g.view.application.type.consortium:
        stages[navigation.CHOICE_STAGE].rows.insert(0, supplier_choice_row())
        if g.view.party.key in pool:
            stages[0].rows.insert(0, pool[g.view.party.key])
    given, confirmations = g.view.application.type.words.giving, confirmation_rows(statuses)
    others_owe = any(row.state is not State.DONE for row in confirmations)
    return [
        *stages,
        *([StageRows(given, consent_and_evidence_rows(g.view.party, verdict))] if given else []),
        StageRows(navigation.HANDING_IN, [*confirmations, *submission_rows(others_owe)]),
    ]


def minutes_left(stages: list[StageRows]) -> int:
    """About how long what is this person's takes."""
    return sum(row.minutes for stage in stages for row in stage.rows if row.state not in SETTLED)


def own_rows(stage: Stage, verdict: checks.Verdict, noted: Noted) -> list[Row]:
    """A stage's tasks of this person's company, and those answered once for all."""
    journey, party = g.view.journey, g.view.party
    mine, own = journey.of(party), step_writers.tasks_of(g.view.application, journey, party)
    rows: list[Row] = []
    for task in journey.tasks_of(stage):
        if task in mine:
            state, barred = state_of(task, verdict), journey.blocked_by(task, party)
            shown = BLOCKED if barred and state is State.EMPTY else state
            if state is not State.DONE and task not in own:
                shown = WAITING
            minutes = 0 if shown is State.DONE else workload.minutes_of(task.step)
            row = Row(task.step.title, written_by(task), shown, "" if barred else step_url(task), minutes=minutes)
            rows.append(row._replace(notes=noted.get(task.key, 0)))
        elif task.party is None:
            who = "주관 도입기업" if task.step.by is Respondent.LEAD else "주관 도입기업과 공급기업"
            rows.append(Row(task.step.title, written_by(task) or who, state_of(task, verdict), ""))
    return rows


def unsettled_notes() -> Noted:
    """How many notes wait to be settled on each of the tasks this person sees."""
    return notes.unsettled(g.view.application, g.view.journey.of(g.view.party))


def written_by(task: Task) -> str:
    """The company a shared step is given to, in words; "" for none."""
    writer = step_writers.writer(g.view.application, g.view.journey, task)
    return "" if writer is None else "귀사가 씁니다" if writer == g.view.party else f"{writer.name}에서 씁니다"


def rows_of_other(part: Part, verdict: checks.Verdict, pool: Mapping[int, Row]) -> list[Row]:
    """What another company answers for itself, to be looked at only."""
    own = [task for task in g.view.journey.tasks if task.party == part]
    return [
        *([pool[part.key]] if part.key in pool else []),
        *(Row(task.step.title, "", state_of(task, verdict), "") for task in own),
        *consent_and_evidence_rows(part, verdict),
    ]


def state_of(task: Task, verdict: checks.Verdict) -> str:
    """A step's state; one that only what came from last time answers is still to be confirmed."""
    if task in g.view.unconfirmed:
        return FILLED
    state = g.view.journey.state(task)
    forbidden = any((found.step, found.party) == task.key for found in verdict.blocks)
    return State.WRONG if state is State.DONE and forbidden else state


def supplier_choice_row() -> Row:
    """Choosing a supplier, which is no step of a wizard; done once one has joined."""
    state = invitations.supplier_choice_state(g.view)
    who = "" if g.view.party.lead else "주관 도입기업"
    note = "가장 오래 걸리니 먼저 합니다" if state == invitations.TO_DO and not who else who
    minutes = workload.CHOOSING if state == invitations.TO_DO and not who else 0
    return Row("공급기업 고르기", note, state, "" if who else navigation.supplier_choice_url(), minutes=minutes)


def pool_rows() -> dict[int, Row]:
    """The suppliers' places in the pool, without which the application cannot be submitted, by their parts; none where
    none is asked for."""
    suppliers = [part for part in g.view.journey.parties if part.role is Respondent.SUPPLIER]
    if not suppliers or not g.view.application.call.takes(POOL):
        return {}
    ids = {part.key: g.view.company_of(part) for part in suppliers}
    firms = {firm.id: firm for firm in Company.select().where(Company.id.in_([*ids.values()]))}
    entries = {row.company_id: row for row in Supplier.unsealed().where(Supplier.company.in_([*firms]))}
    begun = registrations.current_of(firms)
    return {
        part.key: pool_registration_row(part, firms[firm], entries.get(firm), begun.get(firm))
        for part in suppliers
        if (firm := ids[part.key])
    }


def pool_registration_row(part: Part, firm: Company, supplier: Supplier | None, begun: Application | None) -> Row:
    state = POOL_ROWS[supplier.state if supplier and (begun or supplier.approved_at) else ""]
    note = (
        ""
        if reception.current(g.view.application.announcement).official
        else "여기의 등록은 공고의 풀 등록이 아니므로 접수 시스템에도 등록해야 합니다"
    )
    if state not in (State.DONE, PENDING):
        note = "접수 마감 전에 제출해야 이 신청을 제출할 수 있습니다" if g.view.application.open_at(g.arrived) else ""
    address = navigation.registration_address(firm, begun) if part == g.view.party else ""
    return Row("공급기업 풀 등록", note, state, address)


def consent_and_evidence_rows(part: Part, verdict: checks.Verdict) -> list[Row]:
    """A company's consents and evidence, which are no steps of a wizard."""
    application = g.view.application
    pages = [(application.type.words.consents, rules.CONSENTS, "consents.show")]
    if application.type.evidence:
        pages.append(("증빙", rules.EVIDENCE, "evidence.show"))
    rows: list[Row] = []
    for title, step, endpoint in pages:
        blocks, warns = (
            [found for found in level if found.step == step and found.party == part.key]
            for level in (verdict.blocks, verdict.warns)
        )
        waiting = next((found for found in warns if not found.field), None)  # files nobody described yet
        state = State.EMPTY if blocks else FILLED if waiting else State.DONE
        state = REFUSED if any(rules.refusal(found) for found in blocks) else state
        mine = url_for(endpoint, application=application.token) if part == g.view.party else ""
        minutes = workload.CONSENTS if step == rules.CONSENTS else workload.CERTIFICATE * len(blocks)
        rows.append(Row(title, waiting.what if waiting else "", state, mine, minutes=minutes if blocks else 0))
    return rows


def confirmation_rows(statuses: list[members.PartyStatus]) -> list[Row]:
    """Each company's confirmation, the lead's aside, which gives it by submitting."""
    where = url_for("parties.confirm_page", application=g.view.application.token)
    given: list[Row] = []
    for status in statuses:
        if not status.part.lead:
            title = "맡은 내용 다시 확인" if status.state == members.REOPENED else "맡은 내용 확인"
            state = State.DONE if status.state == members.CONFIRMED else State.EMPTY
            mine = where if status.part == g.view.party else ""
            given.append(Row(title, status.part.name, state, mine, minutes=workload.CONFIRMING if mine else 0))
    return given


def submission_rows(others_owe: bool = False) -> list[Row]:
    """others_owe: another company must do its part before the lead can submit."""
    application = g.view.application
    again = g.view.returned is not None
    state = applications.state(application, g.view.standing)
    done = State.DONE if state in ("submitted", "changed") and not again else State.EMPTY
    where = "submission.confirm" if done is State.EMPTY else "submission.receipt"
    mine = url_for(where, application=application.token) if g.view.party.lead else ""
    who, minutes = (
        "" if g.view.party.lead else "주관 도입기업",
        workload.CONFIRMING if mine and done is State.EMPTY and not application.type.evaluation else 0,
    )
    shown = WAITING if others_owe and mine and done is State.EMPTY else done
    return [Row(application.type.words.hand_in, who, shown, mine, minutes=minutes)]


def registration_stages(verdict: checks.Verdict, asked: list[completions.Item]) -> list[StageRows]:
    """The stages of a registration in the supplier pool, each row with what it was sent back for."""
    journey = g.view.journey
    stages = [
        StageRows(
            stage.title,
            [
                with_reasons(row, asked, {task.step.slug})
                for row, task in zip(own_rows(stage, verdict, {}), journey.tasks_of(stage), strict=True)
            ],
        )
        for stage in journey.stages
    ]
    of, role = g.view.application.type, g.view.party.role
    agreed, attached = consent_and_evidence_rows(g.view.party, verdict)
    giving = [
        with_reasons(agreed, asked, {text.slug for text in of.texts(role)}),
        with_reasons(attached, asked, {kind.slug for kind in of.kinds(role)}),
    ]
    return [*stages, StageRows(of.words.giving, giving), StageRows(navigation.HANDING_IN, submission_rows())]


def with_reasons(row: Row, asked: list[completions.Item], slugs: Collection[str]) -> Row:
    """A row of the task list with what it was sent back for. slugs: the steps, consents or kinds of evidence it is
    of."""
    mine = [item for item in asked if item.slug in slugs]
    if completions.still_open(mine):
        row = row._replace(state=RETURNED)
    elif any(task.step.slug in slugs for task in g.view.unconfirmed):
        row = row._replace(state=FILLED)
    return row._replace(asked=mine)
