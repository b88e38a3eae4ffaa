# ruff: noqa: F811 - the fixtures of another file
"""Rounds closed: once, in their time, by their own criteria; and what applicants learn of it."""

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
from services.drafts import applications
from services.evaluation import moves, planning, promises, rounds
from services.mail import outbox, smtp
from tests.applying import LEAD, SUPPLIER, fresh, person
from tests.evaluating import (
    EVALUATORS,
    NAMES,
    answers,
    assign,
    case,
    clear,
    closable,
    close,
    hand_in,
    round_of,
    said,
    some_evaluators,
)
from tests.judging import opened, put
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
    cases, both = [case(number) for number in range(1, len(points) + 1)], some_evaluators()
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
    for name in (*NAMES, *EVALUATORS, "e1.example.com"):
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
    """An address of every GET route that somebody who takes part in a project may open, by endpoint: of its documents
    and letters each, of steps, certificates and suppliers some."""
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
    for row in [assign(of, one, who) for who in some_evaluators()]:
        evaluate_by_http(site.test_client(), row)
    close(of)
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
    for name in (*NAMES[:2], *EVALUATORS[:2], "e1.example.com"):
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
    client.sign_in(EVALUATORS[0], proved=True)
    url, case_page = f"/applications/{first.application.token}/points_need", f"/evaluation/cases/{first.token}/"
    marks = {tag["name"]: tag.get("value", "") for tag in client.get(url).page.select("#step-form input[name]")}
    assert client.get(f"{case_page}plan").status_code == 200
    close(of)
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
    close(of)
    with writing():  # a conflict that nobody knows of yet
        Membership.create(company=one.submission.companies[0], person=person(EVALUATORS[0]))
    before = list(Assignment.select().order_by(Assignment.id).dicts()), Outbox.select().count()

    sent = {"do": "close", "round": of.token, "reason": "다시 마감합니다."}
    answer = agency.post(f"/staff/rounds/{of.token}/", data=sent)
    assert answer.status_code == 409 and "이미 마감한 회차" in answer.page.get_text()
    assert (list(Assignment.select().order_by(Assignment.id).dicts()), Outbox.select().count()) == before
    assert not Conflict.select().exists() and not Proposal.select().exists()


def test_letters_go_to_nobody_where_nobody_may_decide(site):
    of, _ = judged(((20, 20, 20, 20),))
    close(of)
    assert not Outbox.select().where(Outbox.kind == "site_result").exists()
    assert "시연·초안" in "".join(parts(bytes(CaseDocument.get().content)))


def test_it_is_not_closed_under_quorum_before_its_time_or_by_other_criteria(site):
    one, (first, second) = case(1), some_evaluators()
    of = round_of([one])
    hand_in(clear(assign(of, one, first)))
    row = assign(of, one, second)
    with pytest.raises(NotNow, match="끝나지 않았고"):
        closable(of)
    planning.take_back(of, row.token, "바꿈", person(AGENCY))
    with pytest.raises(NotNow, match=r"2장보다 적은 .*\. 다른 평가위원"):
        closable(of)
    with writing():
        Round.update(closes_at=now()).where(Round.id == of.id).execute()
    with pytest.raises(NotNow, match="늘린 뒤"):
        closable(of)
    with writing():
        Round.update(quorum=1, frozen=of.frozen | {"passing": 5000}).where(Round.id == of.id).execute()
    with pytest.raises(NotNow, match="평가기준"):
        closable(Round.get_by_id(of.id))
    with writing():
        Round.update(frozen=of.frozen).where(Round.id == of.id).execute()
        Case.update(held="쉽니다.").where(Case.id == one.id).execute()
    with pytest.raises(NotNow, match="보류"):
        closable(Round.get_by_id(of.id))
    with writing():
        Case.update(held=None, state=course.WITHDRAWN).where(Case.id == one.id).execute()
    close(Round.get_by_id(of.id))  # who withdrew is left as he is
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
