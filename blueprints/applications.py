"""A person's applications: the list, one application's desk, and the companies in it."""

from collections.abc import Sequence

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints.wizard import to
from blueprints.words import number
from forms.wizard import Stage, State
from models.application import Application, Party
from models.company import Supplier
from programme import rules
from programme.korean import visible
from programme.purposes import CONSULTING, PROJECT
from services import applications, judging, rescue, search
from services.search import Wanted

bp = Blueprint("applications", __name__, url_prefix="/applications")


@bp.get("/")
def index():
    call = applications.current_call()
    return render_template(
        "applications/index.html",
        call=call,
        open=call and call.open_at(g.arrived),
        mine=mine(PROJECT),
        requests=mine(CONSULTING),
        consulting=call and Application(call=call, purpose=CONSULTING),
        rescues=rescue.offered(g.person),
    )


def mine(purpose: str) -> list[tuple[Application, applications.Standing, str]]:
    """The person's applications of a purpose, each with where it stands."""
    rows = Application.of(g.person, purpose)
    return [(row, applications.stand(row, g.person), applications.state(row)) for row in rows]


@bp.post("/")
def start():
    return begun(PROJECT)


@bp.post("/consulting")
def ask_for_consulting():
    return begun(CONSULTING)


def begun(purpose: str):
    application = applications.start(g.person, applications.current_call() or abort(404), g.arrived, purpose)
    return redirect(url_for(".desk", application=application.token), 303)


@bp.get("/<application>/")
def desk(application: str):
    standing = g.standing
    journey = standing.journey
    if not standing.party.joined:
        open_now = standing.application.open_at(g.arrived)
        return render_template("applications/chosen.html", standing=standing, open=open_now)
    verdict = judging.verdict(standing)
    return render_template(
        "applications/desk.html",
        standing=standing,
        stages=stages(verdict),
        owed={part.key: sum(task.party in (part, None) for task in journey.owed) for part in journey.parties},
        positions={party.id: party.position for party in Party.present(standing.application)},
        barred=any(journey.barred_by(task, standing.party) for task in journey.of(standing.party)),
        state=applications.state(standing.application),
        open=standing.application.open_at(g.arrived),
        rescues=[row for row in rescue.offered(g.person) if row.path.startswith(request.path)],
    )


def stages(verdict: judging.Verdict) -> list[tuple[str, Sequence[tuple[str, str, str, str]]]]:
    """All there is to do, by stage: the wizards' steps, and what is no step of a wizard."""
    words = g.standing.application.words
    rows = [(stage.title, rows_of(stage, verdict)) for stage in g.standing.journey.stages]
    if words.consortium:
        rows.insert(1, ("컨소시엄", [choosing()]))
    return [*rows, ("동의·증빙" if words.evidence else "동의", papers(verdict)), ("확인·제출", ending())]


def rows_of(stage: Stage, verdict: judging.Verdict) -> list[tuple[str, str, str, str]]:
    """A stage's tasks as the list shows them: title, who answers, state, address where it is this person's."""
    journey, party = g.standing.journey, g.standing.party
    mine = journey.of(party)
    forbidden = {(found.step, found.party) for found in verdict.blocks}
    return [
        (
            task.step.title,
            task.party.name if task.party and len(journey.parties) > 1 else "",
            State.WRONG if journey.state(task) is State.DONE and task.key in forbidden else journey.state(task),
            to(task) if task in mine and journey.barred_by(task, party) is None else "",
        )
        for task in journey.tasks_of(stage)
    ]


def choosing() -> tuple[str, str, str, str]:
    """Choosing a supplier, which is no step of a wizard; done once one has joined."""
    suppliers = [part for part in g.standing.journey.parties if part.role == "supplier"]
    state = State.DONE if any(part.joined for part in suppliers) else State.WRONG if suppliers else State.EMPTY
    where = url_for(".consortium", application=g.standing.application.token) if g.standing.party.lead else ""
    return ("공급기업 고르기", "", state, where)


def papers(verdict: judging.Verdict) -> Sequence[tuple[str, str, str, str]]:
    """Consents and evidence, which are no steps of a wizard, company by company."""
    token, rows = g.standing.application.token, []
    asked = [("동의서", rules.CONSENTS, "consents.show")]
    if g.standing.application.words.evidence:
        asked.append(("증빙", rules.EVIDENCE, "evidence.show"))
    for title, step, endpoint in asked:
        for part in g.standing.journey.parties:
            owed = any(found.step == step and found.party == part.key for found in verdict.blocks)
            mine = url_for(endpoint, application=token) if part == g.standing.party else ""
            rows.append((title, part.name, State.EMPTY if owed else State.DONE, mine))
    return rows


def ending() -> list[tuple[str, str, str, str]]:
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
    parties = Party.present(g.standing.application)
    return render_template(
        "applications/consortium.html",
        standing=g.standing,
        parties=list(zip(parties, g.standing.journey.parties, strict=True)),
        chosen={party.company_id for party in parties},
        open=g.standing.application.open_at(g.arrived),
        words=words,
        found=search.find(Wanted(words), applications.current_call()),
        leading=g.standing.party.lead,
    )


@bp.post("/<application>/consortium")
def choose(application: str):
    wanted = Supplier.id == request.form.get("supplier", 0, type=number)
    supplier = Supplier.get_or_none(wanted, Supplier.published()) or abort(404)
    applications.choose_supplier(g.standing.application, supplier, g.person, g.arrived)
    return redirect(url_for(".consortium", application=application), 303)


@bp.post("/<application>/consortium/leave")
def drop(application: str):
    position = request.form.get("position", 0, type=number)
    parties = {party.position: party for party in Party.present(g.standing.application) if party.role == "supplier"}
    applications.drop_supplier(g.standing.application, parties.get(position) or abort(404), g.person, g.arrived)
    return redirect(url_for(".consortium", application=application), 303)
