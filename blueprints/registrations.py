"""The supplier pool as its suppliers meet it: what registering takes, one's own entries, and beginning."""

from dataclasses import dataclass

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from models.application import Application, Party
from models.company import POOL_STATES, Company, Supplier
from programme import calls
from programme.application_types import POOL
from services.drafts import applications, checks, companies, workload
from services.submissions import registrations

bp = Blueprint("registrations", __name__, url_prefix="/registrations")


@dataclass(frozen=True)
class Entry:
    """A pool entry of the person's, with its registration in this call and what that still lacks."""

    supplier: Supplier
    application: Application | None
    verdict: checks.Verdict | None
    reasons: dict[str, str]

    @property
    def state(self) -> str:
        return POOL_STATES[self.supplier.state]

    @property
    def missing(self) -> int:
        """How many things stand between it and handing in."""
        return len(self.verdict.owed) + len(self.verdict.blocks) if self.verdict else 0


def entries() -> list[Entry]:
    mine = Supplier.select().where(Supplier.company.in_(Party.companies_of(g.person))).order_by(Supplier.id)
    return [entry_of(supplier) for supplier in mine]


def entry_of(supplier: Supplier) -> Entry:
    application = registrations.current(supplier.company)
    if application is None:
        return Entry(supplier, None, None, {})
    verdict = checks.verdict(applications.stand(application, g.person))
    return Entry(supplier, application, verdict, registrations.reasons(application))


@bp.get("/")
def index():
    call = applications.current_call()
    of = calls.type_of(call.package if call else calls.newest().slug, POOL)
    wanted = Company.acted_for(g.person, request.args.get("company", "")) if g.person else None
    begin = wanted if wanted and registrations.current(wanted) is None else None
    return render_template(
        "registrations/index.html",
        call=call,
        begin=begin,
        name=companies.name_of(begin) if begin else "",
        work=workload.of_registration(of),
        open=bool(call and call.open_at(g.arrived)),
        entries=entries() if g.person else [],
        others=registrations.others(g.person) if g.person else [],
        kinds=of.evidence,
        limits=of.announcement.pool_limits,
    )


@bp.post("/")
def start():
    token = request.form.get("company", "")
    mine = Company.select().where(Company.id.in_(Party.companies_of(g.person)))
    company = (mine.where(Company.token == token).first() or abort(404)) if token else None
    application = registrations.begin(g.person, g.arrived, company)
    return redirect(url_for("applications.desk", application=application.token), 303)
