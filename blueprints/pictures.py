"""Pictures for an application's documents: diagrams of the plan and a company's seal. Each place is a form of its own,
so that no page people type into carries a file."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from models.picture import Picture
from programme.pictures import Place
from services.drafts import evidence, picture_slots
from web import upload_limits
from web.current import g
from web.downloads import send_stored

bp = Blueprint("pictures", __name__, url_prefix="/applications/<application>/pictures")


bp.url_value_preprocessor(upload_limits.raise_body_limit)


@bp.get("/")
def show():
    return page()


@bp.post("/")
def put():
    place, file = requested_place(), request.files.get("picture")
    try:
        if not (file and file.filename):
            raise picture_slots.Refused("올릴 그림을 골라 주세요.")
        picture_slots.put(g.view, place, file.stream, file.filename, person=g.person, arrived=g.arrived)
    except picture_slots.Refused as refused:
        return page(place.slug, str(refused)), 422
    return redirect(return_url(place, said="picture_put"), 303)


@bp.post("/remove")
def remove():
    place = requested_place()
    picture_slots.remove(g.view, place, g.person, g.arrived)
    return redirect(return_url(place, said="picture_removed"), 303)


@bp.post("/put-back")
def put_back():
    place = requested_place()
    try:
        picture_slots.put_back(g.view, place, g.person, g.arrived)
    except picture_slots.Refused as refused:  # no room for one more
        return page(place.slug, str(refused)), 422
    return redirect(return_url(place, said="picture_put_back"), 303)


@bp.get("/<picture>")
def picture(picture: str):
    """A picture that documents of this application show now, to be looked at: only what was taken in as PNG or JPEG."""
    known = Picture.attached_as_of(g.view.application)
    row = next((row for row in known if row.token == picture and evidence.file_exists(row)), None) or abort(404)
    name = f"{row.place}.{row.kind}"
    response = send_stored(evidence.file_of(row), row.sha256, mimetype=f"image/{row.kind}", download_name=name)
    response.headers["Cache-Control"] = "private, no-store"  # a seal must not lie on a shared disk after signing out
    return response


def requested_place() -> Place:
    """The place a form names; 404 for one that is not this company's to fill."""
    wanted = request.form.get("place")
    return next((place for place in picture_slots.places(g.view) if place.slug == wanted), None) or abort(404)


def return_url(place: Place, said: str) -> str:
    """Where the person came from, the step of a diagram or all pictures, at the place. said: what was just done."""
    application = g.view.application.token
    if request.form.get("back") == "step" and not place.own:
        return url_for("wizard.show", application=application, slug=place.slug, said=said, of=place.slug) + "#picture"
    return url_for(".show", application=application, said=said, of=place.slug) + f"#{place.slug}"


def page(wrong: str = "", why: str = ""):
    """wrong: the place whose picture was refused, and why."""
    step = wrong if request.form.get("back") == "step" else request.args.get("step", "")
    places = picture_slots.places(g.view) or abort(404)
    opened = {place.slug for place in places if picture_slots.is_open(g.view, place, g.arrived)}
    return render_template(
        "pictures/show.html",
        view=g.view,
        slots=[picture_slots.slot_of(g.view, place) for place in places],
        wrong=wrong,
        why=why,
        failed=bool(wrong),
        step=next((place.slug for place in places if place.slug == step and not place.own), ""),
        opened=opened,
        completing=bool(opened) and not g.view.application.open_at(g.arrived),
    )
