# ruff: noqa: F811 - the fixtures of another file
"""Evaluators are anonymised once the audit of their calls is over, and not before (abuse case 42 of the design)."""

from datetime import timedelta

import pytest

import config
import models
from models import schema
from models.application import Call
from models.base import now, writing
from models.evaluation import PROPOSED, Assignment, Conflict, Evaluator, RoundCase, Score
from models.person import Person, Session
from models.staff import AccessLog
from models.submission import Event, StoredDocument, Submission
from services.access import staff
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.evaluation import anonymising, gate, planning, promises
from services.operations import invariants
from services.scheduled import retention
from tests.applying import person
from tests.evaluating import EVALUATORS, NAMES, assign, case, clear, close_call, evaluator, hand_in, round_of
from tests.reviewing import LEAD_AGENCY
from tests.servers import back_to
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.test_round_closing import judged, proposed
from tests.test_taking_part import joins

SWEEP = "names of evaluators"
LATER = anonymising.RETENTION + timedelta(days=1)


@pytest.fixture
def ended(site) -> list[Evaluator]:
    """Two who judged three cases in a round that is closed, one of whom learned of a conflict too late; their posts
    ended."""
    of, _ = judged(((20, 18, 17, 15), (10, 10, 10, 10), (25, 25, 25, 25)))
    who = list(Evaluator.select().order_by(Evaluator.id))
    extra = case(9)
    row = assign(round_of([extra], need=1), extra, who[0])
    gate.decline(gate.Part(row), f"{NAMES[0]}은 그날 갈 수 없습니다.", who[0].person, now())
    proposals.confirm(ACTS, proposed(of), person(LEAD_AGENCY), now())
    other = row.round
    spare = evaluator("spare@e4.example.com", name="임시위원")
    hand_in(clear(assign(other, extra, spare)))
    proposals.confirm(ACTS, proposed(other), person(LEAD_AGENCY), now())
    for each in who:
        planning.end_post(each, "임기가 끝났습니다.", person(LEAD_AGENCY))
    return who


def audit(run_until) -> None:
    with writing():
        Call.update(audited_until=run_until).execute()


def kept() -> str:
    """All that is kept, in the clear, but the accounts and what is kept by a rule of its own: the records of accounts
    and of accesses, and mails."""
    apart = {"person", "account_event", "access", "outbox", "attachment", "invitation"}
    tables = [model for model in models.TABLES if model._meta.table_name not in apart]
    return "\n".join(str(row) for model in tables for row in model.select().tuples())


def references(person: Person) -> set[str]:
    """Which columns of what evaluations are made of still name this account."""
    apart = {"session", "account_event", "access", "rescue"}  # by rules of their own
    return {
        f"{model._meta.table_name}.{field.name}"
        for model in models.TABLES
        for field in model._meta.refs
        if field.rel_model is Person and model._meta.table_name not in apart
        if model.select().where(field == person).exists()
    }


def results() -> list[tuple]:
    return sorted((row.case_id, row.official, row.counted, row.result) for row in RoundCase.select())


def test_nothing_goes_while_the_audit_is_not_over_or_the_post_not_long_ended(ended):
    assert retention.run(now() + LATER)[SWEEP] == 0
    audit(now() + LATER + timedelta(days=100))
    assert retention.run(now() + LATER)[SWEEP] == 0
    audit(now() + timedelta(days=1))
    assert retention.run(now() + LATER - timedelta(days=2))[SWEEP] == 0
    assert retention.run(now() + LATER, dry=True)[SWEEP] == 2
    assert all(references(each.person) >= {"evaluator.person", "party.person", "revision.saved_by"} for each in ended)
    assert NAMES[0] in kept() and Evaluator.select().where(Evaluator.person.is_null()).count() == 0


def test_names_go_points_stay_and_every_promise_holds(ended, lead):
    sheets = [
        row.application_id
        for row in Assignment.select().where(Assignment.evaluator.in_(ended), Assignment.application.is_null(False))
    ]
    before, points = results(), sorted(Score.select(Score.criterion, Score.points).tuples())
    assert all(name in kept() for name in NAMES[:2]) and not [*promises.broken()]
    broken = invariants.broken()  # of cases that were never moved here: tests/evaluating.py
    audit(now() + timedelta(days=1))

    assert retention.run(now() + LATER)[SWEEP] == 2
    assert retention.run(now() + LATER)[SWEEP] == 0
    left = kept()
    for who in ended:
        assert who.name not in left and who.institution not in left and "임기가 끝났습니다." not in left
        assert references(who.person) == set()
        Session.delete().where(Session.person == who.person).execute()
        Person.delete().where(Person.id == who.person.id).execute()  # as its holder may ask for
    assert "서약자" not in "".join(str(row.signer) for each in ended for row in each.pledges)
    assert results() == before and sorted(Score.select(Score.criterion, Score.points).tuples()) == points
    assert invariants.broken() == broken and not [*promises.broken()]
    editions = Submission.select(Submission.id).where(Submission.application.in_(sheets))
    assert editions.exists() and not StoredDocument.select().where(StoredDocument.submission.in_(editions)).exists()

    of = Assignment.get(Assignment.evaluator == ended[0]).round
    shown = lead.get(f"/staff/rounds/{of.token}/").page.main.get_text()
    assert f"위원 {ended[0].id}" in shown and NAMES[0] not in shown
    one = lead.get(f"/staff/rounds/{of.token}/{Assignment.get(Assignment.round == of).case.application.token}/")
    assert one.status_code == 200 and "None" not in one.page.main.get_text() and EVALUATORS[0] not in one.text
    row = Assignment.get(Assignment.round == of, Assignment.evaluator == ended[0])
    late = {"assignment": row.token, "reason": "뒤늦게"}
    assert lead.post(f"/staff/rounds/{of.token}/void", data=late).status_code == 409  # nothing is written about nobody
    assert EVALUATORS[0] not in lead.get("/staff/evaluators/").text
    assert lead.get(f"/staff/evaluators/{ended[0].token}/").status_code == 404


def test_who_is_invited_again_afterwards_begins_anew(ended):
    audit(now() + timedelta(days=1))
    retention.run(now() + LATER)
    anew = evaluator(EVALUATORS[0], name="새로운이름")
    assert anew.id != ended[0].id and Evaluator.get_by_id(ended[0].id).name == f"위원 {ended[0].id}"
    assert gate.rows(anew) == [] and not Conflict.select().where(Conflict.evaluator == anew).exists()


def test_the_log_keeps_from_who_takes_part_who_evaluated_also_once_that_is_nobody_by_name(ended):
    one = Assignment.get(Assignment.evaluator == ended[0]).case
    looked = ended[0].person
    looked.came_from = ""
    staff.log_access(looked, "사업계획서 사본 보기", "현장평가", evaluates=True, application=one.application)
    audit(now() + timedelta(days=1))
    retention.run(now() + LATER)
    assert staff.access_log(person(LEAD_AGENCY), words="사본").count() == 1
    joins(LEAD_AGENCY, one)
    assert staff.access_log(person(LEAD_AGENCY), words="사본").count() == 0
    staff.add(EVALUATORS[0], "women")  # nor once he is an officer himself
    assert staff.access_log(person(LEAD_AGENCY), words="사본").count() == 0


def test_who_asks_to_be_deleted_is_told_why_not_yet_and_until_when(site, lead):
    one, who = case(1), evaluator(EVALUATORS[0])
    page = lead.get(f"/staff/evaluators/{who.token}/").page.main.get_text()
    assert "맡은 과제가 없으므로" in page
    assign(round_of([one], need=1), one, who, state=PROPOSED)
    assert "2024-221" not in anonymising.kept_because(who)  # he is not told of it yet, and reads the same
    planning.confirm(Assignment.get().round, person(LEAD_AGENCY))
    mine = site.test_client()
    mine.sign_in(EVALUATORS[0], proved=True)
    for client, path in ((lead, f"/staff/evaluators/{who.token}/"), (mine, "/evaluation/profile")):
        said = client.get(path).page.main.get_text()
        assert "지울 수 없습니다" in said and "2024-221 공고는 끝나는 날을 아직 정하지 않았습니다" in said
    runner = site.test_cli_runner()
    assert "is not closed yet" in runner.invoke(args=["call", "audit", "2099-12-31"]).output
    close_call()
    assert "until a day is said" in runner.invoke(args=["call", "show"]).output
    for wrong in ("31.12.2027", "9999-12-31", "2020-01-01", "어제"):
        refused = runner.invoke(args=["call", "audit", wrong])
        assert refused.exit_code and "Traceback" not in refused.output, wrong
    day = (now() + timedelta(days=400)).astimezone(config.KST).date()
    assert f"end of {day}" in runner.invoke(args=["call", "audit", str(day)]).output
    assert f"until the end of {day}" in runner.invoke(args=["call", "show"]).output
    assert Event.select().where(Event.action == "set end of audit").count() == 1
    for client, path in ((lead, f"/staff/evaluators/{who.token}/"), (mine, "/evaluation/profile")):
        assert f"{day.year}년 {day.month}월 {day.day}일까지" in client.get(path).page.main.get_text()


def test_accesses_of_evaluators_from_before_are_told_by_who_looked(ended):
    one = Assignment.get(Assignment.evaluator == ended[0]).case
    for who, evaluates in ((ended[0].person, True), (person(LEAD_AGENCY), False)):
        who.came_from = ""
        staff.log_access(who, "사업계획서 사본 보기", "현장평가", evaluates=evaluates, application=one.application)
    before = list(AccessLog.select(AccessLog.id, AccessLog.evaluates).tuples())
    back_to("0032_evaluators_anonymised")
    schema.down()
    schema.up()
    assert list(AccessLog.select(AccessLog.id, AccessLog.evaluates).tuples()) == before


def test_the_schema_before_this_one_has_no_room_for_it(ended):
    audit(now() + timedelta(days=1))
    retention.run(now() + LATER)
    back_to("0032_evaluators_anonymised")
    with pytest.raises(ValueError, match="no room for evaluators without a person"):
        schema.down()
