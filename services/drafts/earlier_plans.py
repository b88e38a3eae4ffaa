"""Starting a business plan from one the company led before: its words and tables come along to be confirmed step by
step, its amounts, days and consents do not."""

from datetime import datetime

from forms.base import Sent, StepForm
from forms.fields import Day, Won, Year
from forms.wizard import Respondent, Task
from models.application import Application, Call, Party, Revision
from models.base import writing
from models.person import Person
from services.drafts import applications, revisions
from services.drafts.application_view import ApplicationView
from services.drafts.merge import by_field

ASKED_ANEW = (Won, Day, Year)  # kinds of answer that belong to their year


def offered(view: ApplicationView) -> list[Application]:
    """The applications whose plan could be a start, newest first: led by the company that leads this one, while this
    one's plan is blank."""
    if not (view.application.type.consortium and view.party and view.party.lead) or begun(view):
        return []
    led = Party.select(Party.application).where(Party.company == view.company_of(view.party), Party.lead)
    written = Revision.select(Revision.application).where(Revision.step.in_([task.step.slug for task in plan(view)]))
    rows = Application.select(Application, Call).join(Call).where(Application.id.in_(led), Application.id.in_(written))
    rows = rows.where(Application.purpose == view.application.purpose, Application.discarded_at.is_null())
    others = rows.where(Application.id != view.application.id, Call.taking(Application))
    return list(others.order_by(Application.changed_at.desc()))


def plan(view: ApplicationView) -> list[Task]:
    """The steps of the plan, which are written together."""
    return [task for task in view.journey.tasks if task.step.by is Respondent.CONSORTIUM]


def begun(view: ApplicationView) -> bool:
    return any(not view.journey.summary(task).blank for task in plan(view))


def start_from(application: Application, earlier: str, person: Person, position: int, arrived: datetime) -> bool:
    """Fill the blank plan from an earlier application's; whether there was anything to fill it with. earlier: its
    token. Raises revisions.Closed."""
    with writing():
        view = applications.load_view(Application.newest(application.id), person, position)
        if not view.application.open_at(arrived):
            raise revisions.Closed
        source = next((row for row in offered(view) if row.token == earlier), None)
        answers = applications.load_view(source).journey.answers if source else {}
        said = [(task, lasting(task.step.form, answers.get(task.key, {}))) for task in plan(view)]
        filled = [(task, sent) for task, sent in said if sent]
        revisions.write_all({view.application: filled}, person, revisions.FILLED, revisions.EARLIER_PLAN)
        return bool(filled)


def lasting(form: type[StepForm], sent: Sent) -> Sent:
    """What of a step's answers is worth taking into another year: of fields it still has, no amounts and no days."""
    known = {name: field for name, field in form.names().items() if not isinstance(field, ASKED_ANEW)}
    kept = form.among(sent, known)
    return kept if by_field(kept) else {}
