"""What a supplier's registration in the pool could still fill of its part in an application, by one button."""

from dataclasses import dataclass
from datetime import datetime

from forms.wizard import Respondent, Task
from models.application import Application, Party
from models.base import writing
from models.company import Company, Supplier
from models.person import Person
from programme.application_types import POOL
from programme.numbers import digits, written
from services.drafts import applications, revisions
from services.drafts.applications import ApplicationView
from services.submissions import registrations, typed_once
from services.submissions.pool_answers import Steps


@dataclass(frozen=True)
class Offer:
    """tasks: empty steps of the part; steps: what the registration says there."""

    tasks: list[Task]
    steps: Steps


def offered(view: ApplicationView, person: Person) -> Offer:
    """The empty steps of the person's part that a registration of the same business number answers."""
    journey, part = view.journey, view.party
    if part is None or part.role is not Respondent.SUPPLIER or not part.joined:
        return Offer([], {})
    empty = [task for task in journey.of(part) if task.party and journey.summary(task).blank]
    if not empty:
        return Offer([], {})
    typed = digits(journey.values("company", part)["number"] or "")
    steps = registered(Party.get_by_id(part.key).firm, typed, person)
    return Offer([task for task in typed_once.fitting(journey, part, steps) if task in empty], steps)


def registered(company: Company, number: str, person: Person) -> Steps:
    """What the company's registration says or, where it has none, that of another company of the person's which stands
    in the pool under this business number."""
    if steps := steps_of(company):
        return steps
    theirs = Supplier.company.in_(Party.companies_of(person))
    same = Supplier.get_or_none(theirs, Supplier.number == written(number))
    return steps_of(same.company) if same else {}


def steps_of(company: Company) -> Steps:
    """What stands in its registration of this call, else what was published of it."""
    if begun := registrations.current(company):
        answers = applications.load_view(begun).journey.answers
        return {slug: sent for (slug, _), sent in answers.items()}
    supplier = Supplier.get_or_none(Supplier.company == company)
    return supplier.profile if supplier else {}


def fill_from_pool(application: Application, person: Person, position: int, arrived: datetime) -> bool:
    """Fill the empty steps of the person's part at this position; whether there were any. Raises revisions.Closed."""
    with writing():
        view = applications.load_view(Application.newest(application.id), person, position)
        if not view.application.open_at(arrived):
            raise revisions.Closed
        offer = offered(view, person)
        filled = [(task, offer.steps[task.step.slug]) for task in offer.tasks]
        revisions.write_all({view.application: filled}, person, revisions.FILLED, POOL)
        return bool(offer.tasks)
