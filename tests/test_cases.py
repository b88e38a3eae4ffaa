# ruff: noqa: F811 - the fixtures of another file
"""Cases after closing: opened once, moved as the table says and no otherwise, by one of two officers at once, and told
of exactly once (issue 12; abuse cases 10, 12, 13, 14, 16, 22, 23, 28, 43, 44 of the design)."""

import io
import threading
from datetime import timedelta

import pytest
import time_machine

from models.application import Application, Call, Party, Revision
from models.base import db, now, writing
from models.case import Case, CaseDocument, CaseMove
from models.company import Membership
from models.evidence import Evidence
from models.mail import Attachment, Outbox
from models.proposal import Proposal
from models.staff import Agency
from models.submission import Claim, Submission
from programme import course
from programme.course import BY_NAME, HELD, MOVES, STATES
from programme.korean import day_of
from programme.requirements import RESOLVED
from services.access import staff
from services.access.permissions import NotNow, Role
from services.backoffice import agencies, call_windows, cases, proposals
from services.backoffice.acts import ACTS
from services.drafts import consents, evidence, revisions
from services.evaluation import completion, letters, moves, opening, requirements
from services.evaluation.requirements import Answer
from services.operations import demo_cases, invariants
from services.scheduled import case_reminders
from services.submissions import lifecycle
from tests.applying import LEAD, STRANGER, SUPPLIER, application_of, change, hand_in, person
from tests.applying import confirm as confirm_parts
from tests.evaluating import evaluator, has_had
from tests.judging import OFFICER, check_all, close_call, fresh, make, opened, put
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.test_evidence import padded

OTHER_AGENCY = "other-agency@example.com"
ROLES = {course.LEAD_AGENCY: LEAD_AGENCY, course.AGENCY: AGENCY, course.LEAD: LEAD, "nobody": STRANGER}
ROLES |= {"supplier": SUPPLIER, "another agency": OTHER_AGENCY}


@pytest.fixture
def case(site) -> Case:
    return opened()


def numbers() -> tuple[int, ...]:
    return tuple(table.select().count() for table in (Case, CaseMove, CaseDocument, Outbox, Submission, Revision))


def broken_histories() -> list[str]:
    return [line for line in invariants.broken() if line.startswith("P13")]


# Opening


def test_closing_opens_one_case_a_standing_project_and_only_then(site):
    application = application_of(LEAD)
    with pytest.raises(NotNow, match="마감되지"):
        opening.open_cases(application.call, person(LEAD_AGENCY), now())
    close_call()
    with pytest.raises(NotNow):
        opening.open_cases(application.call, person(AGENCY), now())

    assert opening.open_cases(application.call, person(LEAD_AGENCY), now()) == 1  # drafts and registrations make none
    assert opening.open_cases(application.call, person(LEAD_AGENCY), now()) == 0
    (case,), listing = Case.select(), Submission.standing_for(application).listing
    assert (case.asked_grant, case.total) == (listing["money"]["grant"], listing["money"]["total"])
    assert (case.state, case.moves, case.track) == ("received", 1, Submission.standing_for(application).track)
    later = now() + timedelta(days=1)
    with pytest.raises(call_windows.WrongWindow, match="마감을 늦출 수 없습니다"):
        call_windows.check_extension(Call.get_by_id(application.call_id), later, now())


@pytest.fixture
def changed_in_time(site) -> Application:
    """Changed after it was submitted and before closing; its case is opened as soon as the call is closed."""
    change(application_of(LEAD))
    opened()
    return application_of(LEAD)


def test_what_came_in_time_is_judged_though_its_case_was_open_already(changed_in_time):
    """The request's first byte came before closing; by the time it was read the cases were opened (abuse case 16)."""
    arrived = changed_in_time.closes_at - timedelta(seconds=1)
    second = lifecycle.submit(changed_in_time, person(LEAD), arrived)
    case = Case.get(Case.application == changed_in_time)
    assert second.edition == 2 and case.submission == second and not broken_histories()
    assert CaseMove.get().detail["edition"] == 2
    lifecycle.withdraw(application_of(LEAD), person(LEAD), arrived)
    assert Case.select().count() == CaseMove.select().count() == 0 and not broken_histories()


def test_once_somebody_judges_it_nothing_takes_the_edition_away(changed_in_time):
    arrived = changed_in_time.closes_at - timedelta(seconds=1)
    case = Case.get(Case.application == changed_in_time)
    make(case, course.TAKE_UP, AGENCY)
    for do in (lifecycle.submit, lifecycle.withdraw):
        with pytest.raises(NotNow, match="처리가 시작되어"):
            do(application_of(LEAD), person(LEAD), arrived)
    assert fresh(case).submission.edition == 1 and fresh(case).submission.standing and not broken_histories()


# The table


def test_the_table_names_roles_and_states_there_are():
    for move in MOVES:
        assert {*move.who} <= {*Role} and move.confirmed in ("", *Role)
        assert {*move.before} <= {course.NOWHERE, HELD, *STATES} and {*move.after} <= {*STATES}
        assert {*move.mails} <= moves.MAILS.keys() and {*move.documents} <= moves.DOCUMENTS.keys()
    assert len(BY_NAME) == len(MOVES)


SCORED = {"score": 7000, "counted": 2}  # what closing a round tells of each case


def test_every_move_in_every_state_as_everybody_does_what_the_table_says(case, monkeypatch):
    """A move is made where its line says, by whom it says, and leads where it says; anywhere else nothing changes."""
    monkeypatch.setitem(moves.NEEDS, course.PASS, lambda case: None)
    staff.add(OTHER_AGENCY, "innobiz")
    said, made = {"reason": "까닭", "items": [], "clauses": []}, 0
    for move in (each for each in MOVES if each.name != course.OPEN):
        for state in (*STATES, HELD):
            for role, email in ROLES.items():
                put(case, state)
                asked = "철회합니다." if move.name in (course.KEEP, course.WITHDRAW) else None
                Case.update(withdrawal=asked, due_on=None).where(Case.id == case.id).execute()
                before, seen = numbers(), fresh(case).moves
                may = state in move.before and role in move.who
                confirmer = person(COLLEAGUE) if move.confirmed else None
                after = move.leads_to(fresh(case).state)
                try:
                    row = moves.make(
                        case,
                        move.name,
                        person(email),
                        seen,
                        confirmed_by=confirmer,
                        said=said,
                        to=after[0],
                        detail=SCORED,
                    )
                except NotNow:
                    assert not may, (move.name, state, role)
                    assert numbers() == before and fresh(case).moves == seen
                    continue
                assert may, (move.name, state, role)
                made += 1
                assert (row.number, row.after) == (seen + 1, after[0])
                assert (fresh(case).moves, fresh(case).state) == (seen + 1, after[0])
    assert made == sum(len(move.before) * len(move.who) for move in MOVES if move.name != course.OPEN)


def test_what_two_must_decide_is_confirmed_in_no_state_by_himself_or_by_who_may_not(case):
    """Every move another confirms, in every state, by everybody it may be proposed by and with every confirmer."""
    staff.add(OTHER_AGENCY, "innobiz")
    people_of = {role: person(email) for role, email in ROLES.items()} | {"colleague": person(COLLEAGUE), "none": None}
    made = 0
    for move in (each for each in MOVES if each.confirmed):
        for state in (*STATES, HELD):
            put(case, state)
            for role in move.who:
                for confirmer, who in people_of.items():
                    before, at = numbers(), fresh(case)
                    may = state in move.before and (confirmer == "colleague" or confirmer == move.confirmed != role)
                    said = {
                        "said": {"reason": "까닭", "clauses": []},
                        "to": move.leads_to(at.state)[0],
                        "detail": SCORED,
                    }
                    try:
                        moves.make(case, move.name, people_of[role], at.moves, confirmed_by=who, **said)
                    except NotNow:
                        assert not may, (move.name, state, role, confirmer)
                        assert (numbers(), fresh(case)) == (before, at) and fresh(case).moves == at.moves
                        continue
                    assert may, (move.name, state, role, confirmer)
                    made += 1
                    put(case, state)
    # an agency's is confirmed by either officer of the lead agency, one of the lead agency's by the other
    assert made == 3 * sum(len(move.before) for move in MOVES if move.confirmed)


def test_who_takes_part_in_the_application_is_no_officer_of_its_case(case):
    Membership.create(person=person(AGENCY), company=application_of(LEAD).company)

    assert moves.acting(case, person(AGENCY)) == {course.LEAD}
    with pytest.raises(NotNow):
        make(case, course.TAKE_UP, AGENCY)


def test_a_move_of_the_past_and_a_double_click_are_refused_naming_who_was_faster(case):
    seen = case.moves
    make(case, course.TAKE_UP, AGENCY)

    with pytest.raises(NotNow, match="요건 확인 시작"):
        moves.make(case, course.TAKE_UP, person(AGENCY), seen)
    with pytest.raises(NotNow, match="요건 확인 시작"):
        moves.make(case, course.HOLD, person(LEAD_AGENCY), seen, said={"reason": "늦음"})
    assert CaseMove.select().count() == 2


def test_of_officers_at_once_one_wins(case, site):
    won, lost = [], []

    def press() -> None:
        with site.app_context():
            db.connect(reuse_if_open=True)
            try:
                won.append(moves.make(case, course.TAKE_UP, person(AGENCY), 1).number)
            except NotNow as refusal:
                lost.append(str(refusal))
            finally:
                db.close()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert won == [2] and len(lost) == 5
    assert fresh(case).moves == 2


def test_what_breaks_mid_way_leaves_nothing(case, monkeypatch):
    make(case, course.TAKE_UP, AGENCY)
    before = numbers()

    def broken(case: Case, row: CaseMove) -> None:
        letters.moved(case, row)
        raise RuntimeError("the worker's machine is gone")

    monkeypatch.setitem(moves.MAILS, "case_moved", broken)
    monkeypatch.setitem(moves.NEEDS, course.PASS, lambda case: None)
    with pytest.raises(RuntimeError):
        make(case, course.PASS, AGENCY)

    assert numbers() == before
    assert fresh(case).state == course.CHECKING


def test_history_replays_to_the_state(case):
    make(case, course.TAKE_UP, AGENCY)
    make(case, course.HOLD, AGENCY, said={"reason": "확인할 것이 있음"})
    make(case, course.RELEASE, LEAD_AGENCY)
    assert not broken_histories()

    Case.update(state=course.VISIT).where(Case.id == case.id).execute()
    assert any("checking" in line for line in broken_histories())
    CaseMove.update(before=course.VISIT).where(CaseMove.number == 2).execute()
    assert any("does not follow" in line for line in broken_histories())


@pytest.mark.parametrize("wrong", [{"held": "쉽니다."}, {"withdrawal": "그만둡니다."}, {"moves": 9}])
def test_what_a_history_does_not_tell_is_found(case, wrong):
    make(case, course.TAKE_UP, AGENCY)
    Case.update(wrong).where(Case.id == case.id).execute()
    assert len(broken_histories()) == 1


@pytest.mark.parametrize(("name", "by"), [(course.HOLD, AGENCY), (course.ASK_WITHDRAWAL, LEAD)])
def test_a_history_tells_what_is_held_and_what_is_asked_to_be_withdrawn(case, name, by):
    make(case, course.TAKE_UP, AGENCY)
    make(case, name, by, said={"reason": "까닭"})
    assert not broken_histories()
    Case.update(held=None, withdrawal=None).where(Case.id == case.id).execute()
    assert len(broken_histories()) == 1
    CaseMove.create(case=case, number=4, name=name, before=course.CHECKING, after=course.CHECKING)
    assert any(f"move 4 {name} leads nowhere" in line for line in broken_histories())  # it is already


def test_a_clock_put_back_between_two_moves_changes_nothing_of_a_history(case):
    with time_machine.travel(now() + timedelta(minutes=1), tick=True) as clock:
        make(case, course.TAKE_UP, AGENCY)
        clock.move_to(now() - timedelta(minutes=5))
        make(case, course.HOLD, AGENCY, said={"reason": "확인할 것이 있음"})
        make(case, course.RELEASE, AGENCY)
    assert [row.name for row in moves.history(case)][:3] == [course.RELEASE, course.HOLD, course.TAKE_UP]
    assert not broken_histories()


# Two people


def find(case: Case, by: str = AGENCY) -> Proposal:
    form = ACTS["find-ineligible"].form(case).of({"clauses": ["tax"], "reason": ["국세를 체납 중입니다."]})
    assert form.validate(), form.errors
    return cases.propose_ineligible(fresh(case), form, person(by), fresh(case).moves)


def confirm(row: Proposal, by: str) -> None:
    proposals.confirm(ACTS, Proposal.get_by_id(row.id), person(by), now())


def test_ineligible_is_entered_of_the_case_as_it_stands_when_it_is_written(case):
    make(case, course.TAKE_UP, AGENCY)
    read, form = fresh(case), ACTS["find-ineligible"].form(case).of({"clauses": ["tax"], "reason": ["체납 중입니다."]})
    make(case, course.HOLD, AGENCY, said={"reason": "확인할 것이 있음"})

    with pytest.raises(NotNow, match="그 사이에"):
        cases.propose_ineligible(read, form, person(AGENCY), read.moves)
    assert not Proposal.select().exists()


def test_ineligible_is_entered_by_one_and_confirmed_by_another_and_told_once(case, settings):
    make(case, course.TAKE_UP, AGENCY)
    row = find(case, LEAD_AGENCY)
    with pytest.raises(NotNow):
        confirm(row, LEAD_AGENCY)
    with pytest.raises(NotNow):
        confirm(row, AGENCY)
    assert fresh(case).state == course.CHECKING
    settings.__dict__["operator"] = "시험운영기관"
    confirm(row, COLLEAGUE)

    last = moves.history(case)[0]
    assert (fresh(case).state, last.person, last.confirmed_by) == ("ineligible", person(LEAD_AGENCY), person(COLLEAGUE))
    (mail,) = mails("case_ineligible")
    assert mail.to == LEAD and "국세 및 지방세 체납" in mail.text and "국세를 체납 중입니다." in mail.text
    (letter,) = CaseDocument.select()
    assert bytes(Attachment.get(Attachment.outbox == mail).content) == letter.content
    with pytest.raises(NotNow):
        confirm(row, COLLEAGUE)
    make(case, course.REINSTATE, LEAD_AGENCY, said={"reason": "완납을 확인함"})
    assert fresh(case).state == course.CHECKING and len(mails("case_ineligible")) == 1


@pytest.mark.parametrize("operator", ["", "시험운영기관"])
def test_where_nobody_may_decide_the_letter_is_a_draft_and_no_decision_is_told_or_taken_back(case, settings, operator):
    settings.__dict__["operator"] = operator
    make(case, course.TAKE_UP, AGENCY)
    confirm(find(case), COLLEAGUE)
    assert CaseDocument.select().count() == 1 and bool(mails("case_ineligible")) == bool(operator)

    make(case, course.REINSTATE, LEAD_AGENCY, said={"reason": "완납을 확인함"})
    put(case, course.RECOMMENDED)
    make(case, course.VISIT_AGAIN, LEAD_AGENCY, said={"reason": "다시 봅니다."})
    told = {row.subject.partition(" | ")[0] for row in mails("case_moved")}
    asked = {"[과제신청] 요건 미충족 판단을 거두었습니다", "[과제신청] 현장평가를 다시 합니다"}
    assert told == (asked if operator else set())


def test_a_proposal_is_not_confirmed_once_its_reason_names_somebody_who_evaluates(case):
    make(case, course.TAKE_UP, AGENCY)
    row = find(case)
    has_had(evaluator("one@elsewhere.example.com", name="국세를"), fresh(case))
    with pytest.raises(letters.TellsWho):
        confirm(row, COLLEAGUE)
    with pytest.raises(letters.TellsWho):
        find(case, LEAD_AGENCY)
    assert fresh(case).state == course.CHECKING and not CaseDocument.select().exists()


def test_a_proposal_is_void_once_the_case_moved(case):
    make(case, course.TAKE_UP, AGENCY)
    row = find(case)
    make(case, course.HOLD, AGENCY, said={"reason": "잠깐"})
    make(case, course.RELEASE, AGENCY)

    with pytest.raises(NotNow, match="보류 풂"):
        confirm(row, COLLEAGUE)
    assert Proposal.get_by_id(row.id).state == "open" and fresh(case).state == course.CHECKING


def test_an_applicant_who_asks_to_withdraw_and_takes_it_back_keeps_no_decision_from_being_confirmed(case):
    make(case, course.TAKE_UP, AGENCY)
    row = find(case)
    with time_machine.travel(now().replace(hour=3) + timedelta(days=1), tick=True) as clock:  # noon in Korea
        for _ in range(3):
            make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "그만둡니다."})
            make(case, course.KEEP, LEAD)
        assert len(mails("case_to_agency")) == 1
        clock.shift(timedelta(days=1))
        make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "그만둡니다."})
        assert len(mails("case_to_agency")) == 2
    confirm(row, COLLEAGUE)

    assert fresh(case).state == course.INELIGIBLE and moves.history(case)[0].number == fresh(case).moves == 10
    assert not broken_histories()


def test_only_a_case_that_goes_on_is_marked_in_the_queue_as_asked_to_be_withdrawn(case):
    def marked() -> list[bool]:
        queue = cases.Queue(person(LEAD_AGENCY).posts.get(), case.application.call, now())
        return [bool(row.case.is_withdrawing) for row in queue.rows(1, 50) if row.case.id == case.id]

    make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "그만둡니다."})
    assert marked() == [True]
    make(case, course.WITHDRAW, AGENCY)
    assert marked() == [False]


def test_any_other_move_between_such_requests_still_voids_a_proposal(case):
    make(case, course.TAKE_UP, AGENCY)
    row = find(case)
    make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "그만둡니다."})
    make(case, course.HOLD, AGENCY, said={"reason": "잠깐"})
    make(case, course.RELEASE, AGENCY)
    make(case, course.KEEP, LEAD)

    with pytest.raises(NotNow, match="철회 요청 거둠"):
        confirm(row, COLLEAGUE)
    assert fresh(case).state == course.CHECKING


# Requirements


def test_the_requirements_pass_only_when_every_line_fits_and_the_first_exception_came_in_time(case):
    make(case, course.TAKE_UP, AGENCY)
    found = requirements.lines(fresh(case))
    assert {f"x{number}" for number in range(1, 12)} | {f"d{number}" for number in range(1, 9)} <= {
        line.requirement.id for line in found
    }
    assert all(line.suggested == "fits" for line in found if line.requirement.id in ("d1", "x7", "d5"))
    with pytest.raises(NotNow, match="아직 확인하지 않음"):
        make(case, course.PASS, AGENCY)
    yesterday = now().date() - timedelta(days=1)
    check_all(case, AGENCY, x7=Answer(RESOLVED, "분납", yesterday))
    call = Call.get_by_id(case.application.call_id)
    Call.update(site_opens_at=now() - timedelta(days=3)).where(Call.id == call.id).execute()
    with pytest.raises(NotNow, match="첫 현장평가가 열리기 전에"):
        make(case, course.PASS, AGENCY)
    Call.update(site_opens_at=now() + timedelta(days=3)).where(Call.id == call.id).execute()
    make(case, course.PASS, AGENCY)

    assert fresh(case).state == course.VISIT
    with pytest.raises(NotNow):
        check_all(case, AGENCY)


def test_what_was_resolved_and_recorded_before_the_first_round_opens_counts_that_same_day(case):
    make(case, course.TAKE_UP, AGENCY)
    check_all(case, AGENCY, x7=Answer(RESOLVED, "완납", day_of(now())))
    call = Call.get_by_id(case.application.call_id)
    for opens, late in ((None, False), (now() + timedelta(seconds=1), False), (now() - timedelta(hours=1), True)):
        told = requirements.blockers(requirements.lines(fresh(case)), opens)
        assert [line for line in told if "첫 현장평가" in line] == told and bool(told) == late, opens
    assert call.site_opens_at is None


def test_rows_of_checks_are_added_and_the_newest_counts(case):
    make(case, course.TAKE_UP, AGENCY)
    check_all(case, AGENCY, d4=Answer("fails", "오래됨"))
    key = next(line.key for line in requirements.lines(case) if line.requirement.id == "d4")
    base = requirements.mark(requirements.lines(case))
    requirements.record(fresh(case), person(AGENCY), base, {key: Answer("fits")})

    assert requirements.newest(case)[key].answer == "fits"
    assert requirements.record(fresh(case), person(AGENCY), base, {key: Answer("fits")}) == 0
    with pytest.raises(NotNow):
        requirements.record(fresh(case), person(LEAD_AGENCY), base + 1, {key: Answer("fails")})


# Completion


@pytest.fixture
def asked(case) -> Case:
    """Completion asked for of one step, the application changed since it was submitted."""
    make(case, course.TAKE_UP, AGENCY)
    case, words = fresh(case), {("need", None): "근거를 더 적어 주세요."}
    completion.ask(case, person(AGENCY), 2, completion.offered(case), words, completion.usual_due())
    return fresh(case)


def test_only_what_is_asked_for_is_opened_and_what_is_handed_in_is_judged(asked):
    application = application_of(LEAD)
    assert len(mails("case_completion")) == 2  # the lead, and the supplier
    with pytest.raises(revisions.Closed):
        change(application, "overview", "project")
    change(application, "need")
    with pytest.raises(revisions.Closed):
        lifecycle.submit(application_of(LEAD), person(LEAD), now())
    with pytest.raises(revisions.Closed):
        lifecycle.withdraw(application_of(LEAD), person(LEAD), now())

    submission = completion.hand_in(application_of(LEAD), person(LEAD), now())
    case = fresh(asked)
    assert (submission.edition, case.submission_id, case.state) == (2, submission.id, course.CHECKING)
    assert not application_of(LEAD).open_at(now(), "need")
    assert case.due_on is None


def test_any_other_difference_is_refused_and_nothing_is_lost(asked):
    application = application_of(LEAD)
    change(application, "need")
    Application.update(asked=[["need", None], ["overview", None]]).where(Application.id == application.id).execute()
    change(application_of(LEAD), "overview", "project")
    Application.update(asked=[["need", None]]).where(Application.id == application.id).execute()
    before = numbers()

    with pytest.raises(NotNow, match="과제"):
        completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert numbers() == before and fresh(asked).state == course.COMPLETION


def test_completion_to_a_business_number_another_applied_with_is_refused(case):
    party, other = Party.present(application_of(LEAD))[0], demo_cases.known_firms()[0].business_number
    rival = Application.create(purpose="project", call=case.application.call, number="rival")
    claim = {"call": case.application.call, "number": other, "application": rival}
    Claim.create(**claim)
    make(case, course.TAKE_UP, AGENCY)
    ask(case, ("company", party.id))
    change(application_of(LEAD), "company", "number", other)
    confirm_parts(application_of(LEAD))
    before = numbers()
    with pytest.raises(lifecycle.AlreadyApplied):
        completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert numbers() == before and fresh(case).state == course.COMPLETION


def test_asking_puts_back_what_was_changed_but_not_submitted(site):
    application = application_of(LEAD)
    change(application, "to_be")
    case = opened()
    make(case, course.TAKE_UP, AGENCY)
    ask(case, ("need", None))
    change(application_of(LEAD), "need")

    completion.hand_in(application_of(LEAD), person(LEAD), now())
    one, two = Submission.select().where(Submission.application == application).order_by(Submission.edition)
    assert one.snapshot["steps"]["to_be"] == two.snapshot["steps"]["to_be"]
    assert one.snapshot["steps"]["need"] != two.snapshot["steps"]["need"]


def renew(party: Party, kind: str) -> None:
    """Put a newer certificate in the place of one."""
    old = Evidence.of(party.firm).where(Evidence.kind == kind).get()
    new = evidence.add(party.firm, io.BytesIO(padded(2000)), "new.pdf", person(LEAD))
    said = {"kind": kind, "issuer": old.issuer, "number": "", "issued": old.issued, "expires": old.expires}
    evidence.describe([new], said, now())
    evidence.remove(old, now())


def ask(case: Case, *items: tuple[str, int | None]) -> None:
    words = dict.fromkeys(items, "더 적어 주세요.")
    case = fresh(case)
    completion.ask(case, person(AGENCY), case.moves, completion.offered(case), words, completion.usual_due())


def test_a_certificate_removed_before_submitting_does_not_come_back_when_another_thing_is_asked_for(site):
    application = application_of(LEAD)
    renew(Party.present(application)[0], "local_tax")
    confirm_parts(application)
    judged = hand_in(application)
    case = opened()
    make(case, course.TAKE_UP, AGENCY)
    ask(case, ("need", None))
    change(application_of(LEAD), "need")

    after = completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert [row["evidence"] for row in after.snapshot["parties"]] == [
        row["evidence"] for row in judged.snapshot["parties"]
    ]


def test_certificates_renewed_after_closing_stay_out_where_only_a_step_of_the_same_part_is_asked_for(case):
    party = next(each for each in Party.present(application_of(LEAD)) if each.role == "supplier")
    step = next(slug for slug, whose in completion.offered(case) if whose == party.id)
    renew(party, "local_tax")
    make(case, course.TAKE_UP, AGENCY)
    ask(case, (step, party.id), ("need", None))
    renew(party, "national_tax")
    change(application_of(LEAD), "need")

    completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert fresh(case).state == course.CHECKING


def test_a_consent_given_when_it_was_asked_for_bars_no_later_completion(case):
    lead = Party.present(application_of(LEAD))[0]
    text = next(text for text in consents.texts_for(lead) if text.required)
    make(case, course.TAKE_UP, AGENCY)
    ask(case, (text.slug, lead.id))
    again = {"signer": "다른 이름", "capacity": "representative", "person": person(LEAD), "arrived": now()}
    assert consents.give(Party.get_by_id(lead.id), {text.slug: "yes"}, **again) == 1
    make(case, course.END_COMPLETION, AGENCY, said={"reason": "답이 없음"})
    ask(case, ("need", None))
    with pytest.raises(NotNow, match=r"동의는 그대로 남아 있습니다.*고치거나 낸 것이 없어"):
        completion.hand_in(application_of(LEAD), person(LEAD), now())
    change(application_of(LEAD), "need")

    completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert fresh(case).state == course.CHECKING


def test_after_the_due_day_nothing_is_taken_and_the_agency_goes_on(asked):
    late = completion.end_of(completion.usual_due())
    task_of = application_of(LEAD)
    assert not task_of.open_at(late, "need") and task_of.open_at(late - timedelta(microseconds=1), "need")
    change(task_of, "need")
    with pytest.raises(revisions.Closed):
        completion.hand_in(application_of(LEAD), person(LEAD), late)
    make(asked, course.END_COMPLETION, AGENCY, said={"reason": "답이 없음"})

    assert fresh(asked).state == course.CHECKING and not application_of(LEAD).open_at(now(), "need")


def test_nothing_completed_is_no_completion(asked):
    with pytest.raises(NotNow, match="고치거나 낸 것이 없어"):
        completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert fresh(asked).state == course.COMPLETION


def test_nobody_holds_a_case_while_its_applicant_completes_it(asked):
    """Or his days would run out while nothing he hands in is taken."""
    with pytest.raises(NotNow, match="보완 기다림"):
        make(asked, course.HOLD, AGENCY, said={"reason": "잠깐"})
    assert application_of(LEAD).open_at(now(), "need") and fresh(asked).held is None
    make(asked, course.END_COMPLETION, AGENCY, said={"reason": "더 기다리지 않음"})
    make(asked, course.HOLD, AGENCY, said={"reason": "잠깐"})


def test_what_is_asked_for_is_said_again_three_days_and_one_day_before_and_that_it_is_over_once(asked):
    due = completion.end_of(completion.usual_due()) - timedelta(hours=12)  # noon
    said = [case_reminders.enqueue_due(due - timedelta(days=left)) for left in (4, 3, 3, 2, 1, 0, -1, -1, -2)]

    assert said == [0, 2, 0, 0, 2, 0, *(2, 0, 0)]
    over = [row for row in mails("case_moved") if "보완 기한이 지났습니다" in row.subject]
    assert {row.to for row in over} == {LEAD, SUPPLIER} and "추진 필요성" in over[0].text
    make(asked, course.END_COMPLETION, AGENCY, said={"reason": "답이 없음"})
    Outbox.delete().execute()
    assert case_reminders.enqueue_due(due - timedelta(days=1)) == 0


def test_slot_and_grant_are_no_matter_of_completion(case):
    assert not {slug for slug, _ in completion.offered(case)} & {"track", "funding"}


# Withdrawing, holding, reassigning


def test_after_closing_the_lead_asks_and_the_agency_confirms(case):
    with pytest.raises(NotNow):
        make(case, course.WITHDRAW, AGENCY)
    make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "다른 사업을 합니다."})
    make(case, course.KEEP, LEAD)
    with pytest.raises(NotNow):
        make(case, course.ASK_WITHDRAWAL, SUPPLIER, said={"reason": "안 합니다."})
    make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "다른 사업을 합니다."})
    make(case, course.WITHDRAW, AGENCY)

    assert fresh(case).state == course.WITHDRAWN
    assert [row.subject for row in mails("case_moved")][-1].startswith("[과제신청] 과제신청 철회를 확정")


@pytest.mark.parametrize("agency", [OFFICER, None])
def test_what_an_applicant_does_is_told_to_the_lead_agency_where_no_agency_can_be_written_to(case, agency):
    with writing():
        Agency.delete().execute()
        Case.update(agency=agency).where(Case.id == case.id).execute()
    make(case, course.ASK_WITHDRAWAL, LEAD, said={"reason": "다른 사업을 합니다."})
    make(case, course.KEEP, LEAD)
    make(put(case, course.COMPLETION), course.HAND_IN, LEAD)

    told = [(row.to, row.subject.partition(" | ")[0]) for row in mails("case_to_agency")]
    subjects = ("신청 기업이 과제신청 철회를 요청했습니다", "보완한 과제신청을 다시 제출했습니다")
    assert sorted(told) == sorted((who, f"[과제 처리] {what}") for what in subjects for who in (LEAD_AGENCY, COLLEAGUE))
    assert letters.NO_ADDRESS in mails("case_to_agency")[0].text


def test_who_looks_after_a_case_from_now_on_is_told_why_and_of_many_at_once_in_one_mail(case):
    with writing():
        Agency.insert(slug="innobiz", email="innobiz@example.com").on_conflict_replace().execute()
    opening.reassign(case, person(LEAD_AGENCY), case.moves, "innobiz", "지역이 가깝습니다.")
    new, before = mails("case_to_agency")
    assert new.to == "innobiz@example.com" and "지역이 가깝습니다." in new.text
    assert f"/staff/cases/{case.application.token}/" in new.text
    assert before.to == Agency.get(Agency.slug == OFFICER).email and "옮겨졌습니다" in before.subject
    assert "지역이 가깝습니다." in before.text and case.application.token not in before.text  # it is closed to them now

    Outbox.delete().execute()
    with writing():
        Case.update(agency=None).where(Case.id == case.id).execute()
        Application.update(agency=None).where(Application.id == case.application_id).execute()
    agencies.assign_unassigned([case.application.token], "innobiz", person(LEAD_AGENCY))
    assert [(row.kind, row.to) for row in Outbox.select()] == [("assigned", "innobiz@example.com")]


def test_an_agency_meets_its_own_cases_only_and_another_takes_over_with_a_reason(case, site):
    staff.add(OTHER_AGENCY, "innobiz")
    opening.reassign(case, person(LEAD_AGENCY), case.moves, "innobiz", "지역이 가깝습니다.")

    assert moves.acting(fresh(case), person(AGENCY)) == set()
    assert cases.find(staff.post_of(person(AGENCY)), case.application.token) is None
    assert cases.find(staff.post_of(person(OTHER_AGENCY)), case.application.token) == case
    assert OFFICER != fresh(case).agency == application_of(LEAD).agency


def test_an_edition_sent_again_after_closing_stands_as_it_was(asked):
    assert hand_in(application_of(LEAD)).edition == 1  # unchanged: what was submitted is the answer
