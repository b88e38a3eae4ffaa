"""What a step's questions are answered with by looking it up: an industry, an address, a business number's state. A
search begins with what the step holds, and what is chosen is posted to the step, which is saved by then. Nothing here
asks another body's service: the worker does."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.wizard import Task
from services.lookups import addresses, business_status, industries
from web.current import g, task_or_404
from web.lookups import as_words, business_number, search_words, step_to_answer
from web.navigation import step_url
from web.url_params import positive_int

bp = Blueprint("lookups", __name__, url_prefix="/applications/<application>")
SHORTEST = 2  # characters of an address looked for


@bp.get("/industries", endpoint="industries")
def find_industry():
    task = step_to_answer("industries")
    sent, ksic = g.view.journey.answers.get(task.key, {}), g.view.application.announcement.ksic
    typed = next((text for name in ("industry_code", "industry") if (text := sent.get(name, [""])[0].strip())), "")
    words = search_words() if "q" in request.args else as_words(typed)
    return render_template(
        "industries/index.html", words=words, ksic=ksic, result=industries.find(words, ksic), **about(task)
    )


@bp.get("/addresses", endpoint="addresses")
def find_address():
    task = step_to_answer("addresses")
    found = request.args.get("search", 0, type=positive_int)
    search = (addresses.search(found, g.person) or abort(404)) if found else None
    typed = g.view.journey.answers.get(task.key, {}).get("address", [""])[0]
    words = search.words if search else as_words(typed)
    return render_template(
        "lookups/addresses.html", search=search, words=words, enabled=addresses.enabled(), **about(task)
    )


@bp.post("/addresses")
def ask_for_address():
    task = step_to_answer("addresses")
    words = search_words()
    if not SHORTEST <= len(words) <= addresses.LONGEST or not addresses.enabled():
        page = render_template(
            "lookups/addresses.html", search=None, words=words, failed=True, enabled=addresses.enabled(), **about(task)
        )
        return page, 422
    found = addresses.ask(words, g.person)
    return redirect(url_for(".addresses", step=task.step.slug, search=found), 303)


@bp.post("/tax-status")
def ask_for_status():
    task = task_or_404(business_status.STEP)
    business_status.ask(business_number(task), g.person)
    return redirect(step_url(task) + "#business-status", 303)


def about(task: Task) -> dict[str, object]:
    """What the page of a search shows of the step it is for."""
    open_now = g.view.application.open_at(g.arrived, *task.key)
    return {"task": task, "view": g.view, "back": step_url(task), "base": g.view.base(task), "open": open_now}
