"""A person's applications: the list, one application's desk, and the companies in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from blueprints import registrations as pool
from blueprints.wizard import to
from blueprints.words import number
from forms.wizard import Party as Part
from forms.wizard import Stage, State, Task
from models.application import Application, Party
from models.company import POOL_STATES, Supplier
from models.evidence import Consent, Evidence
from models.pool import Review
from models.submission import Submission
from programme import asked, rules
from programme.korean import visible
from programme.purposes import CONSULTING, POOL, PROJECT
from services import applications, judging, registrations, rescue, search
from services.search import Wanted

WAITING = "waiting"  # it is another's turn

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
        entries=pool.entries(),
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
    if standing.application.purpose == POOL:
        return registration()
    journey = standing.journey
    if not standing.party.joined:
        open_now = standing.application.open_at(g.arrived)
        return render_template("applications/chosen.html", standing=standing, open=open_now)
    verdict = judging.verdict(standing)
    return render_template(
        "applications/desk.html",
        standing=standing,
        stages=stages(verdict),
        owed={part.key: len(owed_by(part, verdict)) for part in journey.parties},
        positions={party.id: party.position for party in Party.present(standing.application)},
        barred=any(journey.barred_by(task, standing.party) for task in journey.of(standing.party)),
        state=applications.state(standing.application),
        open=standing.application.open_at(g.arrived),
        rescues=[row for row in rescue.offered(g.person) if row.path.startswith(request.path)],
    )


def stages(verdict: judging.Verdict) -> list[tuple[str, Sequence[tuple[str, str, str, str]]]]:
    """All there is to do, by stage: the wizards' steps, and what is no step of a wizard."""
    project = g.standing.application.purpose == PROJECT
    rows = [(stage.title, rows_of(stage, verdict)) for stage in g.standing.journey.stages]
    if project:
        rows.insert(1, ("컨소시엄", [choosing()]))
    return [*rows, ("동의·증빙" if project else "동의", papers(verdict)), ("확인·제출", ending())]


def owed_by(part: Part, verdict: judging.Verdict) -> set[tuple[str, int | None]]:
    """What this company can do and must, as (step or place, party): steps unfinished or forbidden, consents, papers."""
    mine = {task.key for task in g.standing.journey.of(part)}
    steps = {task.key for task in verdict.owed} | {(found.step, found.party) for found in verdict.blocks}
    places = {(found.step, found.party) for found in verdict.blocks if found.party == part.key}
    return (steps & mine) | places


def registration():
    """The desk of a registration in the supplier pool."""
    application, journey = g.standing.application, g.standing.journey
    verdict, review = judging.verdict(g.standing), registrations.returned(application)
    submission = Submission.standing_for(application)
    return render_template(
        "registrations/desk.html",
        standing=g.standing,
        stages=[
            *(
                (
                    stage.title,
                    [
                        asked_again(row, review, {task.step.slug: saved_at(task)})
                        for row, task in zip(rows_of(stage, verdict), journey.tasks_of(stage), strict=True)
                    ],
                )
                for stage in journey.stages
            ),
            ("동의·서류", handed_over(verdict, review)),
            ("확인·제출", ending()),
        ],
        entry=registrations.entry(application),
        review=review,
        submission=submission,
        expected=registrations.expected(submission.arrived_at) if submission else None,
        states=POOL_STATES,
        state=applications.state(application),
        open=application.open_at(g.arrived),
        rescues=[row for row in rescue.offered(g.person) if row.path.startswith(request.path)],
    )


def saved_at(task: Task) -> datetime | None:
    head = g.standing.head(task)
    return head.saved_at if head else None


def handed_over(verdict: judging.Verdict, review: Review | None) -> list[tuple[str, ...]]:
    """A registration's consents and evidence, with what was asked to be mended of them."""
    agreed, attached = papers(verdict)
    party = Party.get_by_id(g.standing.party.key)
    given = Consent.of(party)
    chosen = {text.slug: given[text.slug].at if text.slug in given else None for text in asked.texts(POOL, party.role)}
    brought = {row.kind: row.uploaded_at for row in reversed(Evidence.brought(party))}
    known = {kind.slug: brought.get(kind.slug) for kind in asked.kinds(POOL, party.role)}
    return [asked_again(agreed, review, chosen), asked_again(attached, review, known)]


def asked_again(
    row: tuple[str, str, str, str], review: Review | None, done: Mapping[str, datetime | None]
) -> tuple[str, ...]:
    """A row of the desk with the reasons it was sent back for. done: when each of its items was last answered."""
    title, _, state, address = row
    reasons = {slug: why for slug, why in (review.reasons if review else {}).items() if slug in done}
    if any((at := done[slug]) is None or at < review.at for slug in reasons if review):
        state = "returned"
    elif any(task.step.slug in done for task in g.standing.unconfirmed):
        state = "filled"
    return title, "", state, address, " ".join(reasons.values())


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
    state = State.DONE if any(part.joined for part in suppliers) else WAITING if suppliers else State.EMPTY
    where = url_for(".consortium", application=g.standing.application.token) if g.standing.party.lead else ""
    return ("공급기업 고르기", "", state, where)


def papers(verdict: judging.Verdict) -> Sequence[tuple[str, str, str, str]]:
    """Consents and evidence, which are no steps of a wizard, company by company."""
    application, rows = g.standing.application, []
    places = [(application.words.consents, rules.CONSENTS, "consents.show")]
    if asked.KINDS[application.purpose]:
        places.append(("증빙", rules.EVIDENCE, "evidence.show"))
    for title, step, endpoint in places:
        for part in g.standing.journey.parties:
            owed = any(found.step == step and found.party == part.key for found in verdict.blocks)
            mine = url_for(endpoint, application=application.token) if part == g.standing.party else ""
            rows.append((title, part.name, State.EMPTY if owed else State.DONE, mine))
    return rows


def ending() -> list[tuple[str, str, str, str]]:
    token, state = g.standing.application.token, applications.state(g.standing.application)
    again = registrations.returned(g.standing.application) is not None
    done = State.DONE if state in ("submitted", "changed") and not again else State.EMPTY
    where = "submission.confirm" if done is State.EMPTY else "submission.receipt"
    return [
        (
            g.standing.application.words.hand_in,
            "",
            done,
            url_for(where, application=token) if g.standing.party.lead else "",
        )
    ]


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
