"""What an agency does about a request for consulting (공고 붙임1, 진행절차): its state, its expert, the day of the visit, the
result, and what officers note about it. None of it is the applicant's to write."""

from peewee import ForeignKeyField, IntegerField, TextField

from models.application import Application
from models.base import BaseModel, Day, Instant, Sealed, SealedBlob, SealedJson, now
from models.person import Person

RECEIVED, CONFIRMED, ASSIGNED, AGREED = "received", "confirmed", "assigned", "agreed"
VISITED, SENT, CANCELLED = "visited", "sent", "cancelled"
CASE_STATES = {
    RECEIVED: "신청 확인 전",
    CONFIRMED: "신청 확인",
    ASSIGNED: "전문가 배정",
    AGREED: "방문일 확정",
    VISITED: "방문 완료",
    SENT: "결과 보냄",
    CANCELLED: "취소",
}
WRITABLE = (AGREED, VISITED, SENT)  # states in which the result is written; it is sent after the visit


def listed(state: str) -> str:
    """A state as the permission table names it, where a case after closing is "received" too."""
    return f"consulting {state}"


CONSULTING_STATES = {listed(state): f"컨설팅: {called}" for state, called in CASE_STATES.items()}


class ConsultingCase(BaseModel):
    """A request as the agency it went to handles it. version: counts every change of its state.

    wished_on, region, topics (its codes, a blank between): of the sheet that stands, for lists; expert, affiliation:
    whom the agency sends; visit_on: the day agreed; reason: why it was cancelled. sheet: the answers of the result
    {step slug: what was sent}, and sheet_version, sheet_by, sheet_at: how often it was saved, by whom last and when.
    """

    application = ForeignKeyField(Application, backref="cases", unique=True, on_delete="CASCADE")
    application_id: int
    state = TextField(default=RECEIVED)
    version = IntegerField(default=1)
    wished_on = Day(null=True)
    region = TextField(default="")
    topics = TextField(default="")
    expert = Sealed(null=True)
    affiliation = Sealed(null=True)
    visit_on = Day(null=True)
    reason = Sealed(null=True)
    moved_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    moved_at = Instant(default=now)
    sheet = SealedJson(null=True)
    sheet_version = IntegerField(default=0)
    sheet_by = ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    sheet_at = Instant(null=True)

    @property
    def writable(self) -> bool:
        """Whether its result may be written now."""
        return self.state in WRITABLE

    @classmethod
    def of(cls, application: Application) -> "ConsultingCase | None":
        return cls.get_or_none(cls.application == application)


class ConsultingResult(BaseModel):
    """The result sheet as it was sent to the applicant; corrected, it is sent again as the next edition. Never
    altered."""

    case = ForeignKeyField(ConsultingCase, backref="results", on_delete="CASCADE")
    edition = IntegerField()
    name = TextField()
    sha256 = TextField()
    size = IntegerField()
    content = SealedBlob()
    sent_by = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    sent_at = Instant(default=now)

    class Meta:
        indexes = ((("case", "edition"), True),)


class ConsultingNote(BaseModel):
    """What an officer notes about a request, for the agencies' people only; rows are only added."""

    case = ForeignKeyField(ConsultingCase, backref="notes", on_delete="CASCADE")
    text = Sealed()
    author = ForeignKeyField(Person, null=True, on_delete="SET NULL")
    at = Instant(default=now)
