"""What a score sheet gives, kept beside its edition in the transaction that hands it in: plain rows, so that no score
and no list ever opens what is sealed. An invariant holds the two together."""

from forms.fields import Points
from forms.wizard import Journey
from models.base import now
from models.evaluation import HANDED_IN, READABLE, Assignment, Round, Score
from models.submission import Submission
from services.access import evaluators
from services.access.permissions import NotNow

NO_LONGER = "이 과제의 배정이 끝나 평가표를 받지 않았습니다. 쓴 내용은 그대로 있습니다."

TELLS_WHO = (
    "종합 의견은 신청 기업에 그대로 알리는데, 평가위원을 알 수 있는 이름이나 메일 주소가 들어 있어 제출하지 않았습니다. 쓴 내용은 그대로 "
    "있으니 종합 의견에서 그 부분을 고친 뒤 다시 제출해 주세요."
)


def points(journey: Journey) -> dict[str, int]:
    """The points of each criterion as a sheet says them."""
    fields = [field for task in journey.tasks for field in journey.form(task).leaves() if isinstance(field, Points)]
    return {field.criterion: field.data for field in fields if field.data is not None}


def on_submission(submission: Submission, journey: Journey) -> None:
    """A sheet was handed in, for the first time or again. Raises NotNow where its assignment ended meanwhile, or its
    opinion tells who evaluates."""
    mine = (Assignment.application == submission.application_id) & Assignment.state.in_(READABLE)
    mine &= Assignment.round.in_(Round.select(Round.id).where(Round.closed_at.is_null()))
    if not Assignment.update(state=HANDED_IN, moved_at=now()).where(mine).execute():
        raise NotNow(NO_LONGER)
    opinion = journey.values("overall", journey.parties[0])["opinion"]  # which a letter quotes
    of = Assignment.get(Assignment.application == submission.application_id).round
    if evaluators.naming([opinion], Assignment.round == of):
        raise NotNow(TELLS_WHO)
    Score.insert_many(
        [{"submission": submission, "criterion": each, "points": given} for each, given in points(journey).items()]
    ).execute()
