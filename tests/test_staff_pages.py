# ruff: noqa: F811 - the fixtures of another file
"""What the agencies' people see: only what was submitted and is theirs, personal values unasked for hidden, accesses
logged."""

from dataclasses import replace
from datetime import timedelta

import config
from models.application import Application
from models.base import now, writing
from models.company import Company, Supplier
from models.person import Session
from models.pool import Term
from models.staff import AccessLog, Agency
from models.submission import Event, StoredDocument, Submission
from programme.application_types import CONSULTING
from services.access import staff
from services.access.staff import TAKING
from services.backoffice import agencies
from services.drafts import applications, evidence, exports
from services.submissions import listings, snapshots
from tests.applying import HALF, LEAD, application_of, change, person
from tests.reviewing import AGENCY, LEAD_AGENCY, registration
from tests.staffed import agency, lead, site, staffed  # noqa: F401 - fixtures
from tests.test_query_counts import MOST, counted

PHONE, MAIL = "010-0000-1102", "plan@ongyeol.example.com"
STAFF_ROUTES = ("staff", "lists", "submissions", "approval", "agencies", "terms", "access_log")


def here(token: str | None = None, rest: str = "") -> str:
    return f"/staff/applications/{token or application_of(LEAD).token}/{rest}"


def looks() -> list[tuple[str, str]]:
    return [(row.what, row.why) for row in AccessLog.select().order_by(AccessLog.id)]


# Looking


def test_whatever_shows_whose_people_they_are_is_logged(lead, site):
    """Every page and file there is for staff: where a name, a phone or an address is on it, a row says who looked."""
    handed = registration()
    adapter = site.url_map.bind("localhost")
    told = {row[3] for row in snapshots.contacts(Submission.standing_for(application_of(LEAD)))}
    told |= {row[3] for row in snapshots.contacts(Submission.standing_for(handed))}
    assert {PHONE, MAIL} <= told
    people = ("한가온", "서다온", "채이룸", "생년월일")
    values = {"edition": 1, "part": 0, "number": 0, "document": StoredDocument.select().first().id}
    shown, files = set(), {"submissions.evidence", "submissions.view", "submissions.document"}
    lead.post(here(rest="submitted/reason"), data={"why": "심사 회의 자료"})
    rules = [rule for rule in site.url_map.iter_rules() if rule.endpoint.split(".")[0] in STAFF_ROUTES]
    for rule in (rule for rule in rules if "GET" in (rule.methods or ())):
        token = handed.token if rule.endpoint.startswith("approval") else application_of(LEAD).token
        where = {name: {"submission": token, "registration": token, **values}[name] for name in rule.arguments}
        before = len(looks())
        body = lead.get(adapter.build(rule.endpoint, where)).data.decode(errors="ignore")
        if rule.endpoint in files or any(name in body for name in people):
            shown.add(rule.endpoint)
            assert len(looks()) == before + 1, rule.endpoint
        assert not [value for value in told if value in body], rule.endpoint
    assert shown == files | {"submissions.show", "approval.show"}


def test_contacts_are_shown_once_for_a_reason(lead):
    page = lead.get(here()).page
    assert PHONE not in page.get_text()
    assert "가림" in page.get_text()

    for empty in ("", "  ", "가" * 100_000):
        refused = lead.post(here(rest="contacts"), data={"why": empty})
        assert refused.status_code == 422
        assert PHONE not in refused.get_data(as_text=True)
    assert not [row for row in looks() if row[0] == "연락처"]

    shown = lead.post(here(rest="contacts"), data={"why": "현장평가 날짜를 정하려고"})

    assert shown.status_code == 200
    assert {PHONE, MAIL} <= set(shown.page.get_text("|").split("|"))
    assert ("연락처", "현장평가 날짜를 정하려고") in looks()
    assert PHONE not in lead.get(here(rest="contacts")).get_data(as_text=True)


def test_a_reason_typed_before_the_proof_ran_out_is_kept(lead):
    author = lead.get(here(rest="contacts")).page.select_one('[name="author"]')["value"]
    with writing():
        Session.update(verified_at=now() - timedelta(hours=13)).execute()

    sent = lead.post(here(rest="contacts"), data={"author": author, "why": "현장평가 날짜를 정하려고"})

    assert sent.status_code == 303
    assert "/staff/proof/" in sent.location
    with writing():
        Session.update(verified_at=now()).execute()
    kept = lead.get(here(rest="contacts")).page
    assert "현장평가 날짜를 정하려고" in kept.select_one(".alert.info").get_text()
    back = lead.post(kept.select_one('form[action^="/kept/"]')["action"], data={})
    assert lead.get(back.location).page.select_one("#why")["value"] == "현장평가 날짜를 정하려고"


def test_evidence_and_documents_come_as_they_were_submitted_and_are_logged(lead):
    application = application_of(LEAD)
    shown = snapshots.read(Submission.standing_for(application))
    file = shown.file(shown.journey.parties[0], 0)
    evidence.remove(file, now())

    response = lead.get(here(rest="1/evidence/0/0"))
    stored = StoredDocument.select().first()
    lead.post(here(rest="submitted/reason"), data={"why": "심사 회의 자료"})
    document = lead.get(here(rest=f"documents/{stored.id}"))

    assert response.data == evidence.file_of(file).read_bytes()
    assert document.data == stored.content
    for answer in (response, document):
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Cache-Control"] == "no-store"
    assert looks()[-3:] == [
        (f"증빙 {shown.called(file.kind)}: {file.name}", "과제신청 검토"),
        (TAKING, "심사 회의 자료"),
        (f"서류 {stored.name}", "심사 회의 자료"),
    ]
    after_the_last = f"1/evidence/0/{len(shown.evidence(shown.journey.parties[0]))}"
    for nowhere in ("9/evidence/0/0", "1/evidence/7/0", after_the_last, "documents/99999"):
        assert lead.get(here(rest=nowhere)).status_code == 404


def test_names_that_cannot_be_read_are_said_to_be_missing_and_what_was_left_empty_is_not_said_to_be_hidden(lead):
    submission = Submission.standing_for(application_of(LEAD))
    steps = submission.snapshot["parties"][0]["steps"]
    submission.snapshot["steps"]["overview"]["project"] = steps["company"]["name"] = steps["contact"]["mobile"] = [" "]

    shown = snapshots.read(submission)

    assert (shown.title, shown.journey.parties[0].name) == ("과제명 없음", applications.UNNAMED["adopter"])
    assert shown.shown["parties"][0]["steps"]["contact"]["mobile"] == [""]


def test_evidence_is_read_in_the_page_in_the_order_of_the_announcement(lead):
    application = application_of(LEAD)
    shown = snapshots.read(Submission.standing_for(application))
    answer = lead.get(here())
    rows = answer.page.select("#evidence ~ .side-by-side .file-row")

    expected = []
    for part in shown.journey.parties:
        submitted = {row["kind"]: row["title"] for row in shown.evidence(part)}
        expected += [submitted[kind.slug] for kind in application.type.kinds(part.role) if kind.slug in submitted]
    assert [row.select_one("strong").get_text() for row in rows] == expected
    assert expected != [row["title"] for part in shown.journey.parties for row in shown.evidence(part)]
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    frame = answer.page.select_one("iframe.evidence-view")["name"]
    opened = rows[0].select_one(f'a[target="{frame}"]')["href"].split("#")[0]
    assert lead.get(opened).status_code == 200
    assert looks()[-1][0].endswith("(화면에서 보기)")


def test_documents_hold_telephones_and_are_given_for_a_reason_that_holds_for_a_working_day(lead, agency):
    document = StoredDocument.select().first()
    for rest in (f"documents/{document.id}", "submitted/all.zip", "submitted/pdf/"):
        assert lead.get(here(rest=rest)).location == here(rest="submitted/reason")
    assert "처음 받을 때 이유를 묻습니다" in lead.get(here()).page.get_text()
    assert lead.post(here(rest="submitted/reason"), data={"why": " "}).status_code == 422

    answer = lead.post(here(rest="submitted/reason"), data={"why": "심사 회의 자료"})

    assert answer.location == here() + "#documents"
    assert "적으신 이유: 심사 회의 자료" in lead.get(here()).page.get_text()
    assert lead.get(here(rest="submitted/all.zip")).status_code == 200
    assert looks()[-1] == ("제출본 모두 (제1차, ZIP)", "심사 회의 자료")
    lead.post(here(rest="agency"), data={"agency": "women"})
    assert agency.get(here(rest=f"documents/{document.id}")).status_code == 303  # one officer's reason is not another's
    with writing():
        AccessLog.update(at=now() - timedelta(hours=13)).execute()
    assert lead.get(here(rest=f"documents/{document.id}")).status_code == 303


def test_a_page_drawn_again_is_one_look_and_another_officers_is_his_own(lead, agency):
    for _ in range(3):
        lead.get(here())
    lead.post(here(rest="agency"), data={"agency": "women"})
    agency.get(here())
    with writing():
        AccessLog.update(at=now() - timedelta(minutes=11)).execute()
    lead.get(here())

    assert looks() == [("제출 내용 (제1차)", "과제신청 검토")] * 3


def test_lists_open_as_they_were_left_until_they_are_cleared(lead, site):
    asked = lead.get("/staff/applications/?agency=none&words=온결&call=2024-221")
    left = lead.get("/staff/applications/?call=2024-221")

    assert asked.status_code == 200
    assert left.status_code == 302
    again = lead.get(left.location).page
    assert again.select_one("#words")["value"] == "온결"
    assert again.select_one("#agency [selected]")["value"] == "none"
    assert lead.get("/staff/applications/?purpose=consulting").status_code == 200  # each list for itself
    assert lead.get("/staff/pool/").status_code == 200
    cleared = next(link["href"] for link in again.select("main a") if link.get_text() == "조건 지우기")
    assert lead.get(cleared).page.select_one("#words")["value"] == ""
    assert lead.get("/staff/applications/").status_code == 200
    lead.get("/staff/pool/?words=x")
    lead.get("/staff/pool/?words=&state=")  # everything taken out of the form
    assert lead.get("/staff/pool/").status_code == 200
    other = site.test_client()
    other.sign_in(LEAD_AGENCY, proved=True)
    assert lead.get("/staff/log/?who=x&since=어제").status_code == 200  # nonsense is not kept
    assert lead.get("/staff/log/").status_code == 200
    lead.get("/staff/log/?words=연락처")
    assert lead.get("/staff/log/").status_code == 302
    assert other.get("/staff/log/").status_code == 200  # another browser


def test_what_was_submitted_is_called_by_its_project_a_registration_by_its_company_and_names_no_person(lead):
    project, entry = application_of(LEAD), registration()
    shown = snapshots.read(Submission.standing_for(project))
    submitted = Submission.select().where(Submission.application == entry).first()

    assert shown.title == shown.submission.listing["title"] != "과제명 없음"
    assert snapshots.read(submitted).title == snapshots.read(submitted).journey.parties[0].name
    assert shown.company(shown.journey.parties[0]) == project.company
    assert shown.shown["parties"][0]["steps"]["contact"]["phone"] == [snapshots.HIDDEN]
    parts = [part.name for part in shown.journey.parties]
    assert list(dict.fromkeys(row[0] for row in snapshots.contacts(shown.submission))) == parts


def test_two_telephones_are_told_apart_and_neither_is_read(site):
    of = application_of(LEAD).type

    def phone(number: str) -> str:
        steps = {"contact": {"phone": [number]}}
        told = snapshots.without_personal(of, {"steps": {}, "parties": [{"steps": steps}]}, tell_apart=True)
        return told["parties"][0]["steps"]["contact"]["phone"][0]

    one, same, other = phone("02-0000-1111"), phone("02-0000-1111"), phone("02-0000-2222")
    assert one == same != other
    assert {snapshots.plain(each) for each in (one, other)} == {snapshots.HIDDEN}


def test_staff_see_what_was_submitted_and_not_what_is_being_written(lead):
    change(application_of(LEAD), "need", text="아직 내지 않은 글입니다.")
    draft = application_of(HALF)

    assert "아직 내지 않은 글" not in lead.get(here()).page.get_text()
    assert lead.get(here(draft.token)).status_code == 404
    assert "하늘길" not in lead.get("/staff/applications/").page.get_text()
    assert "작성 중인 3건" in lead.get("/staff/applications/").page.get_text()


# What is whose


def test_an_agency_meets_only_what_it_was_assigned(lead, agency):
    token = application_of(LEAD).token
    assert agency.get(here()).status_code == 404
    assert "온결케어" not in agency.get("/staff/applications/").page.get_text()

    assigned = lead.post(here(rest="agency"), data={"agency": "women"})

    assert "배정했습니다" in lead.get(assigned.location).page.select_one("[role=status]").get_text()
    assert agency.get(here()).status_code == 200
    assert "온결케어" in agency.get("/staff/applications/").page.get_text()
    assert agency.get(here(rest="1/evidence/0/0")).status_code == 200
    assert agency.post(here(rest="agency"), data={"agency": "innobiz"}).status_code == 404
    assert lead.post(here(rest="agency"), data={"agency": "nowhere"}).status_code == 400
    lead.post(here(rest="agency"), data={"agency": "innobiz"})
    assert agency.get(here()).status_code == 404
    assert [row.detail for row in Event.select().where(Event.action == "assigned")] == [
        {"from": None, "to": "women"},
        {"from": "women", "to": "innobiz"},
    ]
    assert Application.get(Application.token == token).agency == "innobiz"


def test_an_agency_never_meets_a_registration(agency, site):
    handed = registration()
    with writing():
        Application.update(agency="women").where(Application.id == handed.id).execute()
    paths = (
        "",
        "contacts",
        "1/evidence/0/0",
        f"documents/{StoredDocument.select().order_by(StoredDocument.id.desc()).first().id}",
    )
    for path in paths:
        assert agency.get(here(handed.token, path)).status_code == 404
    assert agency.get(f"/staff/registrations/{handed.token}/").status_code == 404


def test_a_request_for_consulting_goes_to_its_agency_alone(lead, agency, site):
    other = site.test_client()
    staff.add("other@example.com", "korsca")
    other.sign_in("other@example.com", proved=True)
    asked = consulting("women")

    assert "온결케어" in agency.get("/staff/applications/?purpose=consulting").page.get_text()
    assert agency.get(here(asked.token)).status_code == 200
    assert looks()[-1][1] == "컨설팅 신청 검토"
    assert other.get(here(asked.token)).status_code == 404
    assert "온결케어" not in other.get("/staff/applications/?purpose=consulting").page.get_text()
    assert lead.post(here(asked.token, "agency"), data={"agency": "korsca"}).status_code == 404


def consulting(slug: str) -> Application:
    """A request for consulting as submitted, made of what a 과제신청 says of its company."""
    project = Submission.standing_for(application_of(LEAD))
    snapshot = exports.export(applications.load_view(project.application)) | {"purpose": CONSULTING}
    with writing():
        row = Application.create(purpose=CONSULTING, number="2024-221-C1", call=project.application.call, agency=slug)
        known = {"receipt": "C1", "edition": 1, "revision": 0, "arrived_at": now()}
        known |= listings.of(row, "C1", snapshot)
        Submission.create(application=row, snapshot=snapshot, companies=project.companies, **known)
    return row


def test_only_who_holds_a_post_is_shown_the_way(lead, site):
    assert "기관 업무" in lead.get("/help").page.header.get_text()
    applicant = site.test_client()
    applicant.sign_in(LEAD)
    assert "기관 업무" not in applicant.get("/help").page.header.get_text()


# Lists


def test_nonsense_narrows_nothing(lead):
    paths = ("/staff/applications/", "/staff/pool/", "/staff/applications.xlsx", "/staff/pool.xlsx", "/staff/log/")
    asked = ("state=x", "agency=x&track=%00&service_type==1", "purpose=pool", "page=-1", "page=9999999999", "words=%EF")
    for path in paths:
        for query in asked:
            assert lead.get(f"{path}?{query}").status_code == 200, (path, query)
    assert len(lead.get("/staff/pool/?state=nonsense").page.select("tbody tr")) == 6


def test_lists_are_narrowed(lead):
    agencies.assign(application_of(LEAD), "women", person(LEAD_AGENCY))
    for query, rows in {
        "agency=women": 1,
        "agency=none": 0,
        "track=new&service_type=new_business": 1,
        "track=upgrade": 0,
        "words=온결케어 간병": 1,
        "words=온결케어 물류": 0,
    }.items():
        assert len(lead.get(f"/staff/applications/?{query}").page.select("tbody tr")) == rows, query
    for query, rows in {
        "state=waiting": 1,
        "state=suspended": 0,
        "words=물류 유통기한": 1,
        "words=000-31-19992": 1,
    }.items():
        assert len(lead.get(f"/staff/pool/?{query}").page.select("tbody tr")) == rows, query


def test_the_pool_is_put_in_order_without_legal_forms(lead):
    Supplier.create(
        company=Company.create(),
        name="(주)가가",
        number="111-22-33333",
        state="approved",
        words=Supplier.searchable("(주)가가", {}, {}),
        facts={"people": {"software": "90"}},
        approved_at=now(),
        renewed_at=now(),
    )

    def listed(query: str = "") -> list[str]:
        return [
            cell.stripped_strings[0]
            for cell in lead.get(f"/staff/pool/{query}").page.select("tbody td[data-label=기업]")
        ]

    assert listed()[0] == "(주)가가"
    assert listed("?sort=people")[:2] == ["(주)가가", "주식회사 창고와길(가상)"]
    assert listed("?sort=record")[0] != "(주)가가"
    assert (
        lead.get("/staff/pool/?clear=1").page.select_one("tbody a")["href"].startswith("/suppliers/")
    )  # nothing submitted here


def test_every_entry_of_the_pool_leads_somewhere(lead):
    """What nothing was submitted of here too: a list brought in, and a suspended one."""
    none = {"facts": {}, "words": ""}
    for number, said in enumerate(({"state": "outdated"}, {"state": "suspended", "approved_at": now()})):
        Supplier.create(company=Company.create(), name=f"가가 {number}", number=f"111-22-3333{number}", **none, **said)

    with counted() as asked:
        links = lead.get("/staff/pool/?clear=1").page.select("tbody td[data-label=기업]")
    paths = {cell.a["href"] for cell in links[:2]}

    assert len(asked) <= MOST["lists.entries"]
    assert len(paths) == 2 and all(path.startswith("/staff/companies/") for path in paths), paths
    for path in (cell.a["href"] for cell in links):
        assert lead.get(path).status_code == 200


def test_what_stands_is_counted_against_the_slots(lead, agency):
    agencies.assign(application_of(LEAD), "women", person(LEAD_AGENCY))

    rows = [[cell.get_text() for cell in row.select("td")] for row in lead.get("/staff/counts").page.select("tbody tr")]

    assert [row[:3] for row in rows] == [
        ["신규 · BM 창출", "90", "1"],
        ["신규 · 서비스 전달체계 개선", "60", "0"],
        ["고도화 · BM 창출", "15", "0"],
        ["합계", "165", "1"],
    ]
    assert rows[0][3] == "1"
    assert len(agency.get("/staff/counts").page.select("thead th")) == 4


# What the lead agency keeps


def test_the_agencies_addresses_are_kept_and_a_wrong_one_explained(lead):
    before = agencies.addresses()
    wrong = lead.post("/staff/agencies/", data={"women": "new@example.com", "korsca": "둘@example.com, 셋@example.com"})
    assert wrong.status_code == 422
    assert wrong.page.select_one("#korsca-error")
    assert agencies.addresses() == before

    lead.post("/staff/agencies/", data={"women": "new@example.com", "korsca": ""})

    assert agencies.addresses()["women"] == "new@example.com"
    assert {row.slug for row in Agency.select()} == {slug for slug, email in before.items() if email} - {"korsca"} | {
        "women"
    }


def test_in_the_demo_no_real_agency_is_written_to(lead):
    config.use(replace(config.current(), demo=True))
    before = agencies.addresses()

    refused = lead.post("/staff/agencies/", data={"women": "new@example.com", "korsca": "office@example.org"})

    assert refused.status_code == 422
    assert "실제 기관에 메일을 보내지 않습니다" in refused.page.select_one("#korsca-error").get_text()
    assert not refused.page.select("#women-error")
    assert agencies.addresses() == before


def test_a_taxonomy_is_added_to_renamed_ordered_and_retired(lead):
    for name in ("디지털 쌍둥이", "에지 계산"):
        lead.post("/staff/terms/", data={"kind": "expertise", "base": "", "name": name})
    first, second = Term.of("expertise")[-2:]

    def send(term, **sent):
        return lead.post("/staff/terms/", data={"kind": "expertise", "base": str(term.id), "name": term.name, **sent})

    assert send(second, do="up").status_code == 303
    assert send(first, do="down").status_code == 303
    assert [term.name for term in Term.of("expertise")[-2:]] == ["에지 계산", "디지털 쌍둥이"]
    taken = send(first, name="에지 계산")
    assert taken.status_code == 422
    assert "이미 있는 이름" in taken.page.main.get_text()
    send(first, name="디지털 트윈")
    send(second, do="retire")
    assert [(term.name, term.slug, term.retired) for term in Term.of("expertise")[-2:]] == [
        ("에지 계산", second.slug, True),
        ("디지털 트윈", first.slug, False),
    ]
    assert send(first, name="가" * 100_000).status_code == 422
    assert lead.post("/staff/terms/", data={"kind": "nothing", "base": "", "name": "글"}).status_code == 404
    assert lead.post("/staff/terms/", data={"kind": "expertise", "base": "999"}).status_code == 404


def test_the_log_is_searched_by_who_what_and_when(lead):
    lead.get(here())
    staff.log_access(person(AGENCY), "연락처", "컨설팅 날짜를 정하려고")
    post = staff.post_of(person(AGENCY))

    def rows(asked: str) -> int:
        return len(lead.get(f"/staff/log/?{asked}").page.select("tbody tr"))

    assert rows("clear=1") == 2
    assert rows(f"who={post.id}") == 1
    assert rows("words=컨설팅") == 1
    assert rows(f"since={(now() + timedelta(days=2)).date()}") == 0
    assert rows("since=어제&who=x") == 2
    assert "온결케어" in lead.get("/staff/log/").page.get_text()
