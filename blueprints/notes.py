"""A step's notes between the companies, and which company writes it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from forms.notes import NoteForm
from forms.wizard import Task
from models.rescue import Rescue
from services.drafts import notes, people, step_writers
from web import rescued_input
from web.current import g, task_or_404
from web.url_params import positive_int

bp = Blueprint("notes", __name__, url_prefix="/applications/<application>/<slug>")


@bp.get("/notes")
def show(slug: str):
    kept, sent = rescued_input.restored_input()
    return page(task_or_404(slug), NoteForm.posted(sent) if kept else NoteForm(), restored=kept)


@bp.post("/notes")
def write(slug: str):
    task, form = task_or_404(slug), NoteForm.posted(request.form)
    if not form.validate():
        return page(task, form, failed=True), 422
    notes.write(g.view.application, task, g.view.party, g.person, form.text.data, g.arrived)
    rescued_input.discard_restored()
    return redirect(url_for(".show", slug=slug, said="noted"), 303)


@bp.post("/notes/settle")
def settle(slug: str):
    task = task_or_404(slug)
    note = notes.find(g.view.application, task, request.form.get("note", "")) or abort(404)
    settled = request.form.get("settled") == "yes"
    notes.settle(note, g.person, settled, g.arrived)
    return redirect(url_for(".show", slug=slug, said="settled" if settled else "opened"), 303)


@bp.post("/writer")
def give(slug: str):
    """Give a shared step to a company by its place in the consortium; 0 gives it back to all."""
    task, position = task_or_404(slug), request.form.get("position", 0, type=positive_int)
    named = {member.id for member in g.view.members if member.position == position}
    part = next((part for part in step_writers.candidates(g.view.journey, task) if part.key in named), None)
    if position and part is None:
        abort(404)
    step_writers.give(g.view.application, task, part, g.person, g.arrived)
    return redirect(url_for(".show", slug=slug, said="given" if part else "shared"), 303)


def page(task: Task, form: NoteForm, failed: bool = False, restored: Rescue | None = None):
    view = g.view
    positions = {member.id: member.position for member in view.members}
    return render_template(
        "notes/show.html",
        view=view,
        task=task,
        rows=[
            (row, people.with_company(view, row.author, people.part_of(view, row.by_id)))
            for row in notes.of(view.application, task)
        ],
        candidates=[(part, positions[part.key]) for part in step_writers.candidates(view.journey, task)],
        writer=step_writers.writer(view.application, view.journey, task),
        given=task.step.slug in view.application.writers,
        open=view.application.open_at(g.arrived),
        form=form,
        failed=failed,
        restored=restored,
        rescues=rescued_input.offered_rescues(restored),
    )
