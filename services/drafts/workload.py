"""How much work a company takes on: its steps, its certificates, and about how long they take.

The minutes are an estimate, by the applicant's reading pace: so long for a short question, a table, a long text, a
certificate.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from forms import wizards
from forms.fields import LongText, Rows
from forms.wizard import Journey, Party, Respondent, Step
from programme.application_types import ApplicationType

QUESTION, TABLE, TEXT, CONSENTS, CERTIFICATE = 0.25, 3, 5, 5, 3  # minutes
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
        hours, minutes = divmod(self.minutes, 60)
        return "약 " + " ".join([f"{hours}시간"] * bool(hours) + [f"{minutes}분"] * bool(minutes))

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
    return work(of, [task.step for task in tasks if task.party], len(shared), role)


def of_registration(of: ApplicationType) -> Work:
    """What registering in the supplier pool takes."""
    return work(of, wizards.steps(of).values(), 0, Respondent.SUPPLIER)


def work(of: ApplicationType, own: Iterable[Step], shared: int, role: Respondent) -> Work:
    steps = list(own)
    certificates = len(of.required_evidence(role, {}))
    minutes = sum(minutes_of(step) for step in steps) + CONSENTS + certificates * CERTIFICATE
    return Work(len(steps), shared, certificates, ROUND * -(-round(minutes) // ROUND))


def minutes_of(step: Step) -> float:
    kinds = {Rows: TABLE, LongText: TEXT}
    return sum(next((kinds[kind] for kind in kinds if isinstance(field, kind)), QUESTION) for field in step.form())
