"""The supplier pool as its suppliers meet it: what registering takes, one's own entries, and beginning."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from models.company import Company
from programme.application_types import POOL
from services.drafts import applications, companies, workload
from services.submissions import registrations
from web import navigation
from web.current import g, visitor
from web.own_entries import own_entries

bp = Blueprint("registrations", __name__, url_prefix="/registrations")


@bp.get("/")
def index():
    call = applications.current_call(POOL)
    of = applications.type_in(call, POOL)
    wanted = Company.acted_for(visitor.person, request.args.get("company", "")) if visitor.person else None
    begin = wanted if wanted and registrations.begun_in(call, wanted.id) is None else None
    return render_template(
        "registrations/index.html",
        call=call,
        announcement=of.announcement,
        begin=begin,
        name=companies.name_of(begin) if begin else "",
        stages=navigation.all_stages(of),
        work=workload.of_registration(of),
        open=bool(call and call.open_at(g.arrived)),
        entries=own_entries(call) if visitor.person else [],
        others=registrations.others(visitor.person) if visitor.person else [],
        kinds=of.evidence,
        limits=of.announcement.pool_limits,
    )


@bp.post("/")
def start():
    token = request.form.get("company", "")
    company = (Company.acted_for(g.person, token) or abort(404)) if token else None
    application = registrations.begin(g.person, g.arrived, company)
    return redirect(url_for("applications.task_list", application=application.token), 303)
