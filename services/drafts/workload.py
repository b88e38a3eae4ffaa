"""How much work a company takes on: its steps, its certificates, and about how long they take whoever has what to
write at hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms import wizards
from forms.minutes import MINUTES
from forms.wizard import Journey, Party, Respondent, Step
from programme.application_types import ApplicationType

CONSENTS, CERTIFICATE = 5, 3  # minutes: reading and answering the consents; getting and uploading a certificate
CHOOSING, CONFIRMING = 10, 10  # minutes: finding a supplier to ask; looking through everything before it is handed in
USUAL = 3  # of a step nobody measured
ROUND = 10


@dataclass(frozen=True)
class Work:
    """steps: its own; shared: those written together, which the minutes leave out; certificates: certificates it must
    upload."""

    steps: int
    shared: int
    certificates: int
    minutes: int

    @property
    def time(self) -> str:
        """About how long, in words."""
        return duration(self.minutes)

    @property
    def summary(self) -> str:
        together = f" 사업계획서 {self.shared}단계는 도입기업과 함께 씁니다." if self.shared else ""
        return f"{self.steps}단계와 증명서 {self.certificates}가지, {self.time}.{together}"


def of_project(of: ApplicationType, journey: Journey, role: Respondent) -> Work:
    """What another company of this role would do in an application as it stands."""
    newcomer = Party(0, role, joined=False)
    imagined = Journey(journey.wizards, [*journey.parties, newcomer], journey.answers)
    tasks = imagined.of(newcomer)
    shared = [task for task in tasks if not task.party]
    return work(of, [task.step for task in tasks if task.party], len(shared), role, CONFIRMING)


def of_lead(of: ApplicationType) -> Work:
    """What the company that leads does in a new application, the steps written together among it."""
    steps = [task.step for task in whole_journey(of).tasks if not task.party or task.party.lead]
    return work(of, steps, 0, Respondent.ADOPTER, CHOOSING + CONFIRMING)


def of_supplier(of: ApplicationType) -> Work:
    """What a supplier does in a new application."""
    return of_project(of, Journey(wizards.of(of), [], {}), Respondent.SUPPLIER)


def whole_journey(of: ApplicationType) -> Journey:
    """A new application's, of a lead and a supplier; of one company where no consortium applies."""
    lead, supplier = Party(1, Respondent.ADOPTER, lead=True), Party(2, Respondent.SUPPLIER)
    return Journey(wizards.of(of), [lead, supplier] if of.consortium else [supplier if of.registers else lead], {})


def of_registration(of: ApplicationType) -> Work:
    """What registering in the supplier pool takes."""
    return work(of, wizards.steps(of).values(), 0, Respondent.SUPPLIER)


def work(of: ApplicationType, own: Iterable[Step], shared: int, role: Respondent, besides: int = 0) -> Work:
    """besides: minutes of what is no step."""
    steps = list(own)
    certificates = len(of.required_evidence(role, {}))
    minutes = sum(minutes_of(step) for step in steps) + CONSENTS + certificates * CERTIFICATE + besides
    return Work(len(steps), shared, certificates, minutes)


def minutes_of(step: Step) -> int:
    """About how long a step takes; none is said of an evaluator's, who visits and thinks as long as it takes."""
    if step.by is Respondent.PERSON:
        return 0
    return next((MINUTES[form.__name__] for form in step.form.__mro__ if form.__name__ in MINUTES), USUAL)


def duration(minutes: int) -> str:
    """약 1시간 20분; from half an hour on in tens of minutes, rounded up. "" for none."""
    if minutes > ROUND * 3:
        minutes = ROUND * -(-minutes // ROUND)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours}시간"] * bool(hours) + [f"{minutes}분"] * bool(minutes)
    return f"약 {' '.join(parts)}" if parts else ""
