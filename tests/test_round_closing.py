# ruff: noqa: F811 - the fixtures of another file
"""Rounds closed: by two people, once, by the scores both saw; and what applicants learn of it."""

import io
import zipfile
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import product
from urllib.parse import unquote

import pyotp
import pytest

import config
from models.application import Application, Party
from models.base import now, writing
from models.case import Case, CaseDocument, CaseMove
from models.company import Membership, Supplier
from models.evaluation import (
    REPLACED,
    VOID,
    Assignment,
    Conflict,
    Evaluator,
    Round,
    RoundCase,
    Score,
)
from models.evidence import Evidence
from models.mail import Attachment, Outbox
from models.proposal import Proposal
from models.rescue import Rescue
from models.submission import StoredDocument, Submission
from programme import course
from services.access.permissions import ACTIONS, ROUTES, NotNow, Role
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.drafts import applications, people, revisions
from services.evaluation import closing, moves, planning, promises, rounds
from services.mail import outbox, smtp
from services.submissions import lifecycle
from tests.applying import LEAD, SUPPLIER, fresh, person
from tests.evaluating import (
    EXPERTS,
    NAMES,
    OPINION,
    again,
    answers,
    assign,
    case,
    clear,
    evaluator,
    experts,
    fill,
    hand_in,
    round_of,
    said,
)
from tests.judging import opened, put
from tests.pages import sent_by
from tests.reviewing import AGENCY, COLLEAGUE, LEAD_AGENCY
from tests.smtp import mails
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.test_accounts import code_of

BODY = "한국스마트진흥원"


def proposed(of: Round, by: str = AGENCY):
    form = ACTS["close-round"].form(None).of({"round": [of.token], "reason": ["평가표가 모두 모였습니다."]})
    assert form.validate()
    return proposals.propose(ACTS, "close-round", None, form, person(by))


def judged(points: tuple[tuple[int, ...], ...]) -> tuple[Round, list[Case]]:
    """A round in which two evaluators gave each case the same points."""
    cases, both = [case(number) for number in range(1, len(points) + 1)], experts()
    of = round_of(cases)
    for one, given in zip(cases, points, strict=True):
        for who in both:
            hand_in(clear(assign(of, one, who)), given)
    return of, cases


def test_closing_moves_every_case_once_and_tells_nobody_who_evaluated(site, settings, caplog):
    caplog.set_level("DEBUG")
    config.use(replace(settings, operator=BODY))
    of, (one, two) = judged(((15, 15, 15, 15), (15, 15, 15, 14)))
    row = proposed(of)
    with pytest.raises(NotNow):
        proposals.confirm(ACTS, row, person(AGENCY), now())  # an agency proposes, and another body's officer confirms
    proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    with pytest.raises(NotNow):
        proposals.confirm(ACTS, row, person(COLLEAGUE), now())

    kept = {row.case_id: (row.official, row.result) for row in RoundCase.select()}
    assert kept == {one.id: (6000, course.RECOMMENDED), two.id: (5900, course.VISIT_FAILED)}
    assert {row.id: row.state for row in Case.select()} == {one.id: course.RECOMMENDED, two.id: course.VISIT_FAILED}
    moved = CaseMove.get(CaseMove.case == one)
    assert (moved.person, moved.confirmed_by) == (person(AGENCY), person(LEAD_AGENCY))
    assert Outbox.select().where(Outbox.kind == "site_result").count() == 4  # of two companies each
    assert [*promises.broken()] == []

    told = [text for mail in mails("site_result") for text in (mail.subject, mail.text, mail.html)]
    told += [part for row in CaseDocument.select() for part in parts(bytes(row.content))] + [
        row.name for row in CaseDocument
    ]
    told += [part for row in Attachment.select() for part in parts(bytes(row.content))]
    applicant = site.test_client()
    applicant.sign_in("ceo@firm1a.example.com")
    for path in ("case", ""):
        answer = applicant.get(f"/applications/{one.application.token}/{path}", follow_redirects=True)
        told += [answer.text, str(answer.headers)]
    letter = f"/applications/{one.application.token}/case/letters/{CaseDocument.get(CaseDocument.case == one).id}"
    answer = applicant.get(letter)
    assert answer.status_code == 200
    told += [str(answer.headers), *parts(answer.data)]
    for mail in mails("site_result"):
        made = smtp.compose(mail)
        told += [made.as_bytes().decode(), str(made), *(str(part.get_filename()) for part in made.walk())]
        told += [part for each in made.iter_attachments() for part in parts(each.get_payload(decode=True))]
    told.append(caplog.text)
    assert any("60.00" in each for each in told) and any("59.00" in each for each in told)
    for name in (*NAMES, *EXPERTS, "e1.example.com"):
        assert not [each for each in told if name in each], name
    for path in (f"applications/{row.application.token}/" for row in Assignment.select()):
        assert applicant.get(f"/{path}").status_code == 404


def parts(content: bytes) -> list[str]:
    """Everything a Word file or an archive of them says, metadata and names among it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found, inside = archive.namelist(), [archive.read(name) for name in archive.namelist()]
    for each in inside:
        found += parts(each) if each.startswith(b"PK") else [each.decode("utf-8", "replace")]
    return found


def evaluate_by_http(client, row: Assignment) -> None:
    """All an evaluator does, from signing in by a mailed code to handing in."""
    client.post("/sign-in", data={"email": row.evaluator.person.email})
    client.post("/sign-in/code", data={"code": code_of()})
    client.get("/staff/proof/")
    secret = Evaluator.get_by_id(row.evaluator_id).secret
    assert client.post("/staff/proof/", data={"code": pyotp.TOTP(secret).now()}).status_code == 303
    home = f"/evaluation/cases/{row.token}/"
    assert client.get(home).status_code == 200
    assert client.post(f"{home}answer", data=said()).status_code == 303
    assert [client.get(f"{home}{path}").status_code for path in ("", "plan", "plan.docx")] == [200] * 3
    sheet = f"/applications/{Assignment.get_by_id(row.id).application.token}"
    for slug, sent in answers().items():
        marks = {"base": client.get(f"{sheet}/{slug}").page.select_one("[name=base]")["value"]}
        assert client.post(f"{sheet}/{slug}", data=marks | {k: v[0] for k, v in sent.items()}).status_code == 303
    assert client.post(f"{sheet}/submit", data={"confirmed": "yes"}).status_code == 303


def open_to_applicants(site, application: Application, person) -> dict[str, set[str]]:
    """An address of every GET route that somebody who takes part in a project may open, by endpoint: of its documents and
    letters each, of steps, certificates and suppliers some."""
    party = next(each for each in Party.of(application, person))
    companies, journey = [each.company for each in application.parties], applications.load_view(application).journey
    evidence = Evidence.select().where(Evidence.company.in_(companies))
    stored = StoredDocument.select(StoredDocument.id).join(Submission).where(Submission.application == application)
    letters = CaseDocument.select(CaseDocument.id).join(Case).where(Case.application == application)
    known = {
        "application": [application.token],
        "company": [party.company.token],
        "step": [task.step.slug for task in journey.tasks][::6],
        "document": [row.id for rows in (stored, letters) for row in rows],
        "certificate": [row.token for row in evidence.limit(1)],
        "supplier": [row.token for row in Supplier.select().limit(1)],
        "edition": [1],
    }
    roles = {Role.ANYONE, Role.PERSON, Role.COMPANY, Role.LEAD if party.lead else Role.SUPPLIER}
    adapter, found = site.url_map.bind("localhost"), defaultdict(set)
    for rule in site.url_map.iter_rules():
        if "GET" in rule.methods and ACTIONS[ROUTES[rule.endpoint]].who & roles and rule.endpoint != "static":
            names, where = sorted(rule.arguments), rule.endpoint.startswith("documents.")
            slugs = {"slug": [each.slug for each in application.type.documents.each] if where else known["step"]}
            for values in product(*((known | slugs).get(name, ["1"]) for name in names)):
                found[rule.endpoint].add(adapter.build(rule.endpoint, dict(zip(names, values, strict=True))))
    return found


def test_no_byte_an_applicant_can_get_names_an_evaluator(site, settings, caplog):
    """Every page, file, header and file name of every route open to either company, the mails, and what the site logs
    while an evaluator signs in, reads and hands in."""
    caplog.set_level("DEBUG")
    config.use(replace(settings, operator=BODY))
    one = put(opened(), course.VISIT)
    of = round_of([one])
    for row in [assign(of, one, who) for who in experts()]:
        evaluate_by_http(site.test_client(), row)
    closing.close(of, person(AGENCY), person(LEAD_AGENCY))
    one = Case.get_by_id(one.id)
    moves.make(one, course.VISIT_AGAIN, person(LEAD_AGENCY), one.moves, said={"reason": "다시 봅니다."})

    got, open_ones = [caplog.text], set()
    for email in (LEAD, SUPPLIER):
        client = site.test_client()
        client.sign_in(email)
        for endpoint, paths in open_to_applicants(site, one.application, person(email)).items():
            for path in sorted(paths):
                answer = client.get(path)
                got += [unquote(str(answer.headers)), *saying(answer.data)]
                open_ones |= {endpoint} if answer.status_code == 200 else set()
    got += [each for row in Outbox.select() if row.to in (LEAD, SUPPLIER) for each in sent_as(row)]
    assert {"case_progress.show", "case_progress.document", "documents.stored", "documents.bundle"} <= open_ones
    assert any("70.00" in each for each in got) and '"route"' in caplog.text
    for name in (*NAMES[:2], *EXPERTS[:2], "e1.example.com"):
        assert not [each for each in got if name in each], name


def saying(content: bytes) -> list[str]:
    return parts(content) if content.startswith(b"PK") else [content.decode("utf-8", "replace")]


def sent_as(row: Outbox) -> list[str]:
    """A mail as it goes out, and its attachments."""
    made = smtp.compose(outbox.written(row))
    files = [part for each in made.iter_attachments() for part in saying(each.get_payload(decode=True))]
    return [row.subject, row.text, row.html, str(made), *(str(part.get_filename()) for part in made.walk()), *files]


def test_after_closing_nothing_is_written_any_more_and_a_late_conflict_leaves_the_printed_score(site, agency):
    of, (one,) = judged(((20, 20, 20, 20),))
    first, second = Assignment.select().order_by(Assignment.id)
    client = site.test_client()
    client.sign_in(EXPERTS[0], proved=True)
    url, case_page = f"/applications/{first.application.token}/points_need", f"/evaluation/cases/{first.token}/"
    marks = {tag["name"]: tag.get("value", "") for tag in client.get(url).page.select("#step-form input[name]")}
    assert client.get(f"{case_page}plan").status_code == 200
    closing.close(of, person(AGENCY), person(LEAD_AGENCY))
    before = sorted(Score.select(Score.submission, Score.criterion, Score.points).tuples())
    assert client.post(url, data=marks | {"points": "25"}).status_code == 403
    assert Rescue.get().sent["points"] == ["25"]
    assert sorted(Score.select(Score.submission, Score.criterion, Score.points).tuples()) == before
    assert [client.get(f"{case_page}{path}").status_code for path in ("plan", "plan.docx", "")] == [404, 404, 200]

    assert client.post(f"{case_page}conflict", data={"note": "친척이 다닙니다."}).status_code == 303
    one = Case.get_by_id(one.id)
    moves.make(one, course.VISIT_AGAIN, person(LEAD_AGENCY), one.moves, said={"reason": "다시 봅니다."})
    again = round_of([one], need=1)
    for who, why in ((first, "이해관계가 확인된"), (second, "이미 맡았던")):
        with pytest.raises(NotNow, match=why):
            planning.add(again, one.id, who.evaluator_id, person(AGENCY))
    assert planning.propose(again, person(AGENCY)).short[one.id][0] == 1

    shown = agency.get(f"/staff/rounds/{of.token}/").page.select_one("td a[href]")["href"]
    page = agency.get(shown).page
    sent = {tag["name"]: tag["value"] for tag in page.select("main form input[type=hidden]")} | {"reason": "제보"}
    assert page.select('main button[formaction$="void"]') and not page.select('main button[value="take_back"]')
    assert agency.post(f"/staff/rounds/{of.token}/void", data=sent).status_code == 303
    assert {row.state for row in Assignment.select()} == {VOID} and not agency.get(shown).page.select("[name=reason]")
    assert RoundCase.get().official == 8000 and [*promises.broken()] == []
    told = [mail for mail in mails("evaluation") if mail.key.endswith(f"{VOID}:{person(AGENCY).id}")]
    assert [mail.to for mail in told] == [AGENCY] * 2  # who made the round
    assert all("현장평가를 다시 하게" in mail.text and "배정해 주세요" not in mail.text for mail in told)


def test_a_closed_round_asked_to_close_again_changes_nothing(site, agency):
    of, (one,) = judged(((20, 20, 20, 20),))
    closing.close(of, person(AGENCY), person(LEAD_AGENCY))
    with writing():  # a conflict that nobody knows of yet
        Membership.create(company=one.submission.companies[0], person=person(EXPERTS[0]))
    before = list(Assignment.select().order_by(Assignment.id).dicts()), Outbox.select().count()

    sent = {"do": "close", "round": of.token, "reason": "다시 마감합니다."}
    answer = agency.post(f"/staff/rounds/{of.token}/", data=sent)
    assert answer.status_code == 409 and "이미 마감한 회차" in answer.page.get_text()
    assert (list(Assignment.select().order_by(Assignment.id).dicts()), Outbox.select().count()) == before
    assert not Conflict.select().exists() and not Proposal.select().exists()


def test_a_closing_that_waits_is_taken_back_by_who_proposed_it_and_led_to_by_who_confirms_it(site, agency, lead):
    of, _ = judged(((20, 20, 20, 20),))
    url, row = f"/staff/rounds/{of.token}/", proposed(of)
    assert [way["href"] for way in lead.get(url).page.select("main a[href*='/staff/proposals/']")] == [
        f"/staff/proposals/{row.token}/"
    ]
    assert not lead.get(url).page.select("button[value=take_closing_back]")
    assert lead.post(url, data={"do": "take_closing_back"}).status_code == 409
    page = agency.get(url).page
    assert page.select("button[value=take_closing_back]") and not page.select("a[href*='/staff/proposals/']")

    done = agency.post(url, data={"do": "take_closing_back"})

    assert Proposal.get().state == "withdrawn"
    page = agency.get(done.location).page
    assert "거두었습니다" in page.main.get_text() and page.select("button[value=close]")
    assert agency.post(url, data={"do": "take_closing_back"}).status_code == 409


def test_an_agency_reads_on_the_rounds_page_why_its_closing_was_declined(site, agency, lead):
    of, _ = judged(((20, 20, 20, 20),))
    url, row = f"/staff/rounds/{of.token}/", proposed(of)
    lead.post(f"/staff/proposals/{row.token}/", data={"do": "decline", "reason": "의견을 고쳐 주세요."})

    mail = mails("declined")[0]
    assert mail.to == AGENCY and url in mail.text
    page = agency.get(url).page
    assert "의견을 고쳐 주세요." in page.main.get_text() and page.select("button[value=close]")
    proposed(of)
    assert "의견을 고쳐 주세요." not in agency.get(url).page.main.get_text()


def test_rounds_of_one_name_are_closed_each_by_its_own_proposal(site):
    (one, two), both = [case(1), case(2)], experts()
    rows = []
    for each in (one, two):
        of = round_of([each])
        for who in both:
            hand_in(clear(assign(of, each, who)))
        rows.append(proposed(of))
    assert len({row.subject for row in rows}) == 2 and of.call.slug in rows[0].subject
    with pytest.raises(NotNow, match="같은 제안"):
        proposed(of)
    for row in rows:
        proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    assert not Round.select().where(Round.closed_at.is_null()).exists()


@pytest.mark.parametrize("by", ["a sheet handed in anew", "a sheet found void", "an evaluator who joined the firm"])
def test_a_round_is_closed_by_the_scores_both_officers_saw_or_not_at_all(site, by):
    one, who, joined = case(1), experts(3), by == "an evaluator who joined the firm"
    of = round_of([one], need=3)
    rows = [assign(of, one, each) for each in who]
    for each, total in zip(rows, (20, 15, 10), strict=True):
        hand_in(clear(each), (total,) * 4)
    with writing():
        Round.update(quorum=2).where(Round.id == of.id).execute()
    row = proposed(of)
    if by == "a sheet handed in anew":
        again(rows[0], (5, 5, 5, 5))
        expected = "40.00점"
    elif by == "a sheet found void":
        planning.found_late(of, rows[2].token, "제보", person(AGENCY))
        expected = "70.00점"
    else:
        with writing():
            Membership.create(company=one.submission.companies[0], person=rows[2].evaluator.person)
        expected = "70.00점"
    before = {each.id: each.state for each in Assignment.select()}, Outbox.select().count()
    with pytest.raises(NotNow, match="다시 제안하면"):
        proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    assert Case.get_by_id(one.id).state == course.VISIT and Round.get().closed_at is None
    assert ({each.id: each.state for each in Assignment.select()}, Outbox.select().count()) == before

    if joined:  # nobody knows of it yet, so that the scores are the same
        proposals.decline(ACTS, row, person(LEAD_AGENCY), now(), "이해관계가 드러남")
    client = site.test_client()
    client.sign_in(AGENCY, proved=True)
    url = f"/staff/rounds/{of.token}/"
    sent = sent_by(client.get(url).page.select_one("form:has([value=close])")) | {"do": "close", "reason": "다시 봄"}
    if joined:  # it is found now, and other scores are shown than before
        refused = client.post(url, data=sent)
        assert refused.status_code == 409
        sent = sent_by(refused.page.select_one("form:has([value=close])")) | {"do": "close"}
    assert client.post(url, data=sent).status_code == 303
    assert Proposal.get_by_id(row.id).state == ("declined" if joined else "withdrawn")
    assert not client.get(url).page.select("[value=close]")
    client.sign_in(LEAD_AGENCY, proved=True)
    page = f"/staff/proposals/{Proposal.select().order_by(Proposal.id.desc()).first().token}/"
    told = client.get(page).page.main
    assert expected in told.get_text() and told.select(f'a[href="{url}"]') and told.select("[value=confirm]")
    assert client.post(page, data={"do": "confirm"}).status_code == 303
    assert f"{RoundCase.get().official / 100:.2f}점" == expected and [*promises.broken()] == []


def test_an_opinion_that_names_who_joined_the_round_later_keeps_it_from_closing(site):
    one, who = case(1), experts(2)
    later = evaluator("three@e3.example.com", name="나중에온사람")
    of = round_of([one], need=2, by=LEAD_AGENCY)
    for row, words in zip(
        [assign(of, one, each) for each in who], (OPINION, "나중에 온 사람과 함께 보았습니다."), strict=True
    ):
        sheet, expert = clear(row), row.evaluator.person
        fill(sheet)
        view = applications.load_view(fresh(sheet), expert)
        task = view.journey.task("overall", view.party)
        said_so = {"opinion": [words * 3]}
        revisions.save(fresh(sheet), task, said_so, base=view.base(task), person=expert, arrived=now())
        lifecycle.submit(fresh(sheet), expert, now())
    assert closing.check(of)
    planning.take_back(
        of, Assignment.create(round=of, case=one, evaluator=later).token, "잘못 넣음", person(LEAD_AGENCY)
    )
    assert closing.check(of)  # merely proposed, and gone
    Assignment.create(round=of, case=one, evaluator=later, state=REPLACED)
    with pytest.raises(NotNow, match="의견에 이 회차 평가위원의 이름"):
        closing.check(of)


def test_who_proposes_saw_the_scores_he_proposes(site, agency):
    of, _ = judged(((20, 20, 20, 20),))
    url = f"/staff/rounds/{of.token}/"
    sent = sent_by(agency.get(url).page.select_one("form:has([value=close])")) | {"do": "close", "reason": "모임"}
    again(Assignment.get(), (1, 1, 1, 1))
    answer = agency.post(url, data=sent)
    assert answer.status_code == 409 and "결정할 내용이 바뀌었습니다" in answer.page.get_text()
    assert not Proposal.select().exists() and "4~80점" in answer.page.get_text()


def test_a_sheet_voided_by_one_officer_is_shown_to_the_other_who_decides(site, lead):
    one, who = case(1), experts(3)
    of = round_of([one], need=2, by=LEAD_AGENCY)
    rows = [assign(of, one, each) for each in who[:2]]
    hand_in(clear(rows[0]), (5, 5, 5, 5))
    hand_in(clear(rows[1]), (15, 15, 15, 15))
    planning.found_late(of, rows[0].token, "학회에서 들었습니다.", person(LEAD_AGENCY))
    hand_in(clear(assign(of, one, who[2])), (20, 20, 20, 20))
    row = proposed(of)
    page = lead.get(f"/staff/proposals/{row.token}/").page.main
    told = " ".join(page.get_text().split())
    assert "70.00점" in told and "20점 학회에서 들었습니다." in told and people.colleague(person(LEAD_AGENCY)) in told


def test_who_takes_part_in_a_case_is_not_shown_its_score_where_a_round_is_confirmed(site, lead):
    of, (mine, other) = judged(((20, 20, 20, 20), (19, 19, 19, 19)))
    row = proposed(of)
    with writing():
        Membership.create(person=person(COLLEAGUE), company=mine.submission.companies[1])
    lead.sign_in(COLLEAGUE, proved=True)
    page = lead.get(f"/staff/proposals/{row.token}/").page.main
    told = page.get_text()
    assert mine.submission.receipt not in told and other.submission.receipt in told
    assert not page.select("[value=confirm]") and "참여하시는 과제가 이 회차에 있어" in told
    with pytest.raises(NotNow, match="참여하시는"):
        proposals.confirm(ACTS, row, person(COLLEAGUE), now())
    with pytest.raises(NotNow, match="참여하시는"):
        proposed(of, COLLEAGUE)
    round_page = lead.get(f"/staff/rounds/{of.token}/").page.main.get_text()
    assert "바뀌" not in round_page  # he is shown fewer scores, and the proposal still holds


def test_letters_go_to_nobody_where_nobody_may_decide(site):
    of, _ = judged(((20, 20, 20, 20),))
    closing.close(of, person(AGENCY), person(LEAD_AGENCY))
    assert not Outbox.select().where(Outbox.kind == "site_result").exists()
    assert "시연·초안" in "".join(parts(bytes(CaseDocument.get().content)))


def test_it_is_not_closed_under_quorum_before_its_time_or_by_other_criteria(site):
    one, (first, second) = case(1), experts()
    of = round_of([one])
    hand_in(clear(assign(of, one, first)))
    row = assign(of, one, second)
    with pytest.raises(NotNow, match="끝나지 않았고"):
        closing.check(of)
    planning.take_back(of, row.token, "바꿈", person(AGENCY))
    with pytest.raises(NotNow, match=r"2장보다 적은 .*\. 다른 평가위원"):
        closing.check(of)
    with writing():
        Round.update(closes_at=now()).where(Round.id == of.id).execute()
    with pytest.raises(NotNow, match="늘린 뒤"):
        closing.check(of)
    with writing():
        Round.update(quorum=1, frozen=of.frozen | {"passing": 5000}).where(Round.id == of.id).execute()
    with pytest.raises(NotNow, match="평가기준"):
        closing.check(Round.get_by_id(of.id))
    with writing():
        Round.update(frozen=of.frozen).where(Round.id == of.id).execute()
        Case.update(held="쉽니다.").where(Case.id == one.id).execute()
    with pytest.raises(NotNow, match="보류"):
        closing.check(Round.get_by_id(of.id))
    with writing():
        Case.update(held=None, state=course.WITHDRAWN).where(Case.id == one.id).execute()
    closing.close(Round.get_by_id(of.id), person(AGENCY), person(LEAD_AGENCY))  # who withdrew is left as he is
    assert Case.get_by_id(one.id).state == course.WITHDRAWN and RoundCase.get().result == ""
    with pytest.raises(NotNow, match="이미 마감"):
        planning.propose(of, person(AGENCY))


def test_a_sheet_closes_with_its_round_and_a_late_one_does_not_count(site):
    of, _ = judged(((20, 20, 20, 20),))
    sheet = Assignment.select().first().application
    with writing():
        Round.update(closes_at=now() - timedelta(hours=1)).where(Round.id == of.id).execute()
    (line,) = rounds.lines(Round.get_by_id(of.id))
    assert line.official is None  # both came after it
    with writing():
        Application.update(own_closes_at=now()).where(Application.id == sheet.id).execute()
    assert not fresh(sheet).open_at(now())


def test_both_officers_agree_on_every_sheet_and_see_the_opinions_that_go_out(site, lead):
    """Sheets handed in anew with the same mean are others: how far they lie apart, and what they say, is shown too."""
    one, who = case(1), experts()
    of = round_of([one], need=2)
    sheets = [clear(assign(of, one, each)) for each in who]
    for sheet, each in zip(sheets, (15, 20), strict=True):
        hand_in(sheet, (each,) * 4)
    row = proposed(of)
    for where in (f"/staff/rounds/{of.token}/", f"/staff/proposals/{row.token}/"):  # of who proposes, and who confirms
        page = lead.get(where).page.main
        assert page.get_text().count(OPINION * 3) == 2 and "70.00점" in page.get_text()
    assert "60~80점" in page.get_text() and page.get_text().count(OPINION * 3) == 2
    for sheet, each in zip(sheets, (10, 25), strict=True):
        hand_in(sheet, (each,) * 4)
    with pytest.raises(NotNow, match="바뀌어"):
        proposals.confirm(ACTS, row, person(LEAD_AGENCY), now())
    assert Round.get_by_id(of.id).closed_at is None
