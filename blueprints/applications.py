"""A person's applications: the list, one application's desk, and the companies in it."""

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints.wizard import to
from blueprints.words import number
from forms.wizard import By, Stage, State, Task
from forms.wizard import Party as Part
from models.application import Application, Party
from models.company import POOL_STATES, SEARCHABLE, Supplier
from programme import rules
from programme.korean import visible
from services import applications, companies, invitations, judging, parties, pool_changes, rescue

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.get("/")
def index():
    call = applications.current_call()
    mine = [(row, applications.stand(row, g.person), applications.state(row)) for row in Application.of(g.person)]
    return render_template(
        "applications/index.html",
        call=call,
        open=call and call.open_at(g.arrived),
        mine=mine,
        rescues=rescue.offered(g.person),
        companies=[(one, companies.name_of(one)) for one in companies.of(g.person)],
    )


@bp.post("/")
def start():
    application = applications.start(g.person, applications.current_call() or abort(404), g.arrived)
    return redirect(url_for(".desk", application=application.token), 303)


@bp.get("/<application>/")
def desk(application: str):
    standing = g.standing
    journey = standing.journey
    if not standing.party.joined:
        open_now = standing.application.open_at(g.arrived)
        return render_template("applications/chosen.html", standing=standing, open=open_now)
    verdict = judging.verdict(standing)
    seats = parties.seats(standing, verdict)
    gate, *others = journey.stages
    return render_template(
        "applications/desk.html",
        standing=standing,
        stages=[
            (gate.title, rows_of(gate, verdict)),
            ("컨소시엄", [choosing()]),
            *((stage.title, rows_of(stage, verdict)) for stage in others),
            ("동의·증빙", papers(standing.party, verdict)),
            ("확인·제출", [*words_given(seats), *ending()]),
        ],
        others=[(part.name, rows_of_other(part, verdict)) for part in journey.parties if part != standing.party],
        seats=seats,
        mine=next(seat for seat in seats if seat.part == standing.party),
        asked=invitations.waiting(standing.application) if standing.party.lead else [],
        verdict=verdict,
        newer=pool_changes.changes(standing),
        barred=any(journey.barred_by(task, standing.party) for task in journey.of(standing.party)),
        state=applications.state(standing.application),
        open=standing.application.open_at(g.arrived),
        rescues=[row for row in rescue.offered(g.person) if row.path.startswith(request.path)],
    )


Row = tuple[str, str, str, str]  # a task as the list shows it: title, who answers, state, address where it is theirs


def rows_of(stage: Stage, verdict: judging.Verdict) -> list[Row]:
    """A stage's tasks of this person's company, and those answered once for all."""
    journey, party = g.standing.journey, g.standing.party
    mine = journey.of(party)
    return [
        (
            task.step.title,
            "" if task in mine else "주관 도입기업" if task.step.by is By.LEAD else "주관 도입기업과 공급기업",
            state_of(task, verdict),
            to(task) if task in mine and journey.barred_by(task, party) is None else "",
        )
        for task in journey.tasks_of(stage)
        if task.party in (None, party)
    ]


def rows_of_other(part: Part, verdict: judging.Verdict) -> list[Row]:
    """What another company answers for itself, to be looked at only."""
    own = [task for task in g.standing.journey.tasks if task.party == part]
    return [*((task.step.title, "", state_of(task, verdict), "") for task in own), *papers(part, verdict)]


def state_of(task: Task, verdict: judging.Verdict) -> State:
    state = g.standing.journey.state(task)
    forbidden = any((found.step, found.party) == task.key for found in verdict.blocks)
    return State.WRONG if state is State.DONE and forbidden else state


def choosing() -> Row:
    """Choosing a supplier, which is no step of a wizard; done once one has joined."""
    suppliers = [part for part in g.standing.journey.parties if part.role == "supplier"]
    state = State.DONE if any(part.joined for part in suppliers) else State.WRONG if suppliers else State.EMPTY
    where = url_for(".consortium", application=g.standing.application.token) if g.standing.party.lead else ""
    return ("공급기업 고르기", "", state, where)


def papers(part: Part, verdict: judging.Verdict) -> list[Row]:
    """A company's consents and evidence, which are no steps of a wizard."""
    token = g.standing.application.token
    rows: list[Row] = []
    for title, step, endpoint in (
        ("동의서", rules.CONSENTS, "consents.show"),
        ("증빙", rules.EVIDENCE, "evidence.show"),
    ):
        owed = any(found.step == step and found.party == part.key for found in verdict.blocks)
        mine = url_for(endpoint, application=token) if part == g.standing.party else ""
        rows.append((title, "", State.EMPTY if owed else State.DONE, mine))
    return rows


def words_given(seats: list[parties.Seat]) -> list[Row]:
    """Each company's word, the lead's aside, which gives it by handing in."""
    where = url_for("parties.confirming", application=g.standing.application.token)
    rows: list[Row] = []
    for seat in seats:
        if not seat.part.lead:
            title = "맡은 내용 다시 확인" if seat.state == parties.REOPENED else "맡은 내용 확인"
            state = State.DONE if seat.state == parties.CONFIRMED else State.EMPTY
            rows.append((title, seat.part.name, state, where if seat.part == g.standing.party else ""))
    return rows


def ending() -> list[Row]:
    token, state = g.standing.application.token, applications.state(g.standing.application)
    done = State.DONE if state in ("submitted", "changed") else State.EMPTY
    where = "submission.confirm" if done is State.EMPTY else "submission.receipt"
    return [("신청서 제출", "", done, url_for(where, application=token) if g.standing.party.lead else "")]


@bp.post("/<application>/")
def join(application: str):
    party = Party.get_by_id(g.standing.party.key)
    applications.join(g.standing.application, party, g.person, g.arrived)
    return redirect(url_for(".desk", application=application), 303)


@bp.get("/<application>/consortium")
def consortium(application: str):
    words = visible(request.args.get("q", "")).strip()[:100]
    return render_template(
        "applications/consortium.html",
        standing=g.standing,
        chosen={party.company_id for party in Party.present(g.standing.application)},
        open=g.standing.application.open_at(g.arrived),
        words=words,
        found=list(Supplier.matching(words).limit(50)),
        states=POOL_STATES,
        leading=g.standing.party.lead,
        seats=parties.seats(g.standing, judging.verdict(g.standing)),
        asked=invitations.waiting(g.standing.application) if g.standing.party.lead else [],
    )


@bp.post("/<application>/consortium")
def choose(application: str):
    supplier = Supplier.get_or_none(Supplier.id == request.form.get("supplier", 0, type=number))
    if supplier is None or supplier.state not in SEARCHABLE:
        abort(404)
    invitations.choose(g.standing.application, supplier, g.person, g.arrived)
    return redirect(url_for(".consortium", application=application), 303)


@bp.post("/<application>/consortium/leave")
def drop(application: str):
    position = request.form.get("position", 0, type=number)
    present = {party.position: party for party in Party.present(g.standing.application) if not party.lead}
    parties.let_go(g.standing.application, present.get(position) or abort(404), g.person, g.arrived)
    return redirect(url_for(".consortium", application=application), 303)
