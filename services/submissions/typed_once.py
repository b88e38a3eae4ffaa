"""Typed once: what a company wrote in its registration fills the empty steps of its applications, and the reverse.

Only what nobody answered is filled; each revision notes where it came from (services/drafts/origins.py).
"""

from collections.abc import Mapping
from datetime import datetime

from forms import wizards
from forms.base import Sent
from forms.parsed import State
from forms.wizard import Journey, Task
from forms.wizard import Party as Part
from models.application import Application, Call, Party
from models.person import Person
from programme.application_types import POOL, PROJECT
from programme.numbers import digits
from services.drafts import applications, revisions, several
from services.submissions.pool_answers import Steps


def fill_applications(company: int, steps: Steps, person: Person, arrived: datetime) -> None:
    """Let what the company registers with stand in every part of its open applications that is still empty. company:
    its id. The caller writes."""
    parties = [party for party in parts_of(company) if party.application.open_at(arrived)]
    journeys = several.journeys([party.application for party in parties])
    filled = {
        party.application: [(task, steps[task.step.slug]) for task in empty(journey, party, steps)]
        for party, journey in zip(parties, journeys, strict=True)
    }
    revisions.write_all(filled, person, revisions.FILLED, POOL)


def empty(journey: Journey, party: Party, steps: Steps) -> list[Task]:
    """What these answers would fill and nobody has said anything of."""
    part = next(part for part in journey.parties if part.key == party.id)
    return [task for task in fitting(journey, part, steps) if unanswered(journey, task)]


def parts_of(company: int | None) -> list[Party]:
    """The parts it takes in applications for a project, those as an adopter first, each side's oldest first."""
    here = (Party.company == company) & Party.left_at.is_null() & ~Party.joined_at.is_null()
    of_project = Application.purpose == PROJECT, Call.taking(Application)
    rows = Party.select(Party, Application, Call).join(Application).join(Call).where(here, *of_project)
    return list(rows.order_by(Party.role, Party.id))


def fitting(journey: Journey, part: Part, steps: Steps) -> list[Task]:
    """The company's own steps that these answers would fill; none when they are of another business number."""
    mine, theirs = digits(journey.values("company", part)["number"] or ""), number_in(steps)
    if mine and mine != theirs:
        return []
    return [task for task in journey.of(part) if task.party and has_content(steps.get(task.step.slug, {}))]


def number_in(steps: Steps) -> str:
    return digits(steps.get("company", {}).get("number", [""])[0])


def has_content(sent: Mapping[str, list[str]]) -> bool:
    return any(value.strip() for values in sent.values() for value in values)


def unanswered(journey: Journey, task: Task) -> bool:
    """Whether nobody has said anything; a table left empty on purpose was answered."""
    return journey.state(task) is State.EMPTY


def fill_registration(party: Party, person: Person) -> None:
    """Begin a registration with what the company wrote in its applications, the newest word of each step, a supplier's
    before an adopter's; not what was filled in already. The caller writes."""
    answers: dict[str, Sent] = {}
    parties = parts_of(party.company_id)
    journeys = several.journeys([earlier.application for earlier in parties])
    for earlier, journey in zip(parties, journeys, strict=True):
        own = [task for task in journey.tasks if task.party and task.party.key == earlier.id]
        answers |= {task.step.slug: sent for task in own if has_content(sent := journey.answers.get(task.key, {}))}
    there = {slug for slug, key in applications.load_view(party.application).journey.answers if key == party.id}
    missing = sorted(answers.keys() & wizards.steps(party.application.type).keys() - there)
    applications.fill(party, {slug: answers[slug] for slug in missing}, person, PROJECT)
