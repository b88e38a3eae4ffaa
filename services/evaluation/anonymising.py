"""Evaluators are anonymised when nobody may ask any more who evaluated: name, institution and what they declared go,
points and opinions stay (ADR 49). Until then a wish to be deleted is refused, for the reason said here."""

from datetime import datetime, timedelta
from typing import Any

from peewee import ModelSelect

import config
from models.application import Application, Call, Party, Revision
from models.base import now, writing
from models.evaluation import PROPOSED, Assignment, Conflict, Evaluator, Pledge, Round
from models.submission import Event, StoredDocument, Submission
from services.access import accounts
from services.evaluation import assignments, planning

RETENTION = timedelta(days=30)  # after the post ended: so long it can be taken up again as it was


def sweep(at: datetime) -> int:
    """Anonymise those whose time is over; how many."""
    with writing():
        rows = list(due(at))
        for evaluator in rows:
            anonymise(evaluator)
        return len(rows)


def due(at: datetime) -> "ModelSelect[Evaluator]":
    """Those whose post ended RETENTION ago, whose rounds are closed and whose calls' audits are over."""
    going_on = Round.closed_at.is_null() | Call.audited_until.is_null() | (Call.audited_until > at)
    asked = Assignment.select(Assignment.evaluator).join(Round).join(Call).where(going_on)
    ended = Evaluator.person.is_null(False), Evaluator.ended_at < at - RETENTION
    return Evaluator.select().where(*ended, Evaluator.id.not_in(asked))


def anonymise(evaluator: Evaluator) -> None:
    """Replace the name by a number, take the account away, and delete what was declared and why. Scores, and what the
    sheets say, stay, so that results can still be worked out anew; their documents, which name him, do not."""
    name, mine = f"위원 {evaluator.id}", Assignment.evaluator == evaluator
    sheets = [row.application_id for row in Assignment.select().where(mine) if row.application_id]
    part_from(evaluator, sheets)
    editions = Submission.select(Submission.id).where(Submission.application.in_(sheets))
    StoredDocument.delete().where(StoredDocument.submission.in_(editions)).execute()
    Assignment.update(answers=None, reason=None).where(mine).execute()
    Conflict.update(note="").where(Conflict.evaluator == evaluator).execute()
    Pledge.update(signer=name).where(Pledge.evaluator == evaluator).execute()
    for event in Event.select().where(Event.action == planning.POST_ENDED):
        if event.detail.get("evaluator") == evaluator.id:
            Event.update(detail=event.detail | {"reason": ""}).where(Event.id == event.id).execute()
    blank: dict[str, Any] = dict.fromkeys(("person", "institution", "number", "secret"))
    blank |= {"sector": "", "fields": [], "regions": [], "most": 0, "tries": 0, "known_tries": 0}
    Evaluator.update(name=name, **blank).where(Evaluator.id == evaluator.id).execute()


def part_from(evaluator: Evaluator, sheets: list[int]) -> None:
    """Let nothing of his sheets, assignments and conflicts lead to his account any more. Somebody must answer a sheet:
    an account nobody can sign in to, for it has no mail."""
    person = evaluator.holder
    nobody = accounts.person_at(f"evaluator-{evaluator.id}@anonymised.invalid", now())
    Party.update(person=nobody).where(Party.application.in_(sheets), Party.person == person).execute()
    for field, whose in (
        (Application.created_by, Application.id.in_(sheets)),
        (Submission.submitted_by, Submission.application.in_(sheets)),
        (Revision.saved_by, Revision.application.in_(sheets)),
        (Event.person, Event.application.in_(sheets) | (Event.action == assignments.LET_GO)),
        (Conflict.person, Conflict.evaluator == evaluator),
    ):
        field.model.update({field: None}).where(whose, field == person).execute()


def kept_because(evaluator: Evaluator) -> str:
    """Why the name cannot be deleted yet and until when it is kept: what somebody is answered who asks for it."""
    calls = (
        Call.select()
        .join(Round)
        .join(Assignment)
        .where(Assignment.evaluator == evaluator, Assignment.state != PROPOSED)
        .distinct()
    )
    told = ", ".join(f"{call.slug} 공고는 {until(call)}" for call in calls.order_by(Call.id))
    after = f"평가위원을 끝낸 지 {RETENTION.days}일이 지나면 이름과 소속을 지웁니다."
    if not told:
        return f"맡은 과제가 없으므로 {after}"
    return (
        "평가 결과에 이의신청이나 감사가 있을 때 누가 평가했는지 밝혀야 하므로, 그 기간이 끝나기 전에는 삭제를 요청해도 지울 수 "
        f"없습니다({told}). 기간이 끝나고 {after} 점수와 의견은 이름 없이 남습니다."
    )


def until(call: Call) -> str:
    if call.audited_until is None:
        return "끝나는 날을 아직 정하지 않았습니다"
    day = (call.audited_until - timedelta(microseconds=1)).astimezone(config.KST)
    return f"{day.year}년 {day.month}월 {day.day}일까지입니다"
