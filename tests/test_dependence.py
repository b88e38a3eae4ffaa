"""Fields that depend on another answer: declared once, and off the path everywhere while they do not apply."""

import json
import re
from io import BytesIO

import docx
import pytest

from forms.base import StepForm
from forms.consents import ConsentForm
from forms.consortium import ExclusionsForm
from forms.evidence import EvidenceForm
from forms.fields import Answered, Choice, Choices, LongText, Row, Rows, Select, Text, YesNo
from forms.wizard import Journey, Task
from models.application import Application, Party, Revision
from models.base import now
from models.submission import StoredPaper, Submission
from programme import papers
from programme.call_2024_221 import EXCEPTIONS
from services import answers, applications, documents, exports, judging, pool_changes, snapshots
from tests.answers import GOOD
from tests.applying import LEAD, STRANGER, SUPPLIER, fresh, hand_in, person
from tests.pages import REGISTRATION, STEPS, Walk
from tests.reviewing import LEAD_AGENCY, posts
from tests.test_pool_changes import renew

CLAIMED = EXCEPTIONS["resolved"]
ARREARS = GOOD["exclusions"] | {"tax_arrears": ["yes"], "tax_exception": ["resolved"]}
CLEARED = ARREARS | {"tax_arrears": ["no"]}
UNUSED = "지금은 쓰이지 않는 답"


# -- on a form made up for it ------------------------------------------------------------------------------


class NightRow(Row):
    place = Text("묵을 곳")


class TripForm(StepForm):
    title = "여행"

    abroad = YesNo("해외인가요?")
    visa = Choice("사증", {"short": "단기", "long": "장기"}, when=Answered("abroad", "yes"))
    reason = LongText("오래 머무는 까닭", limit=5, when=Answered("visa", "long"))
    nights = Rows(NightRow, "숙박", least=1, when=Answered("abroad", "yes"))
    pets = Choices("동물", {"dog": "개", "cat": "고양이"})
    papers = Choices("동물 서류", {"chip": "칩", "shot": "접종"}, when=Answered("pets", "dog", "cat"))


WHOLE = {
    "abroad": ["yes"],
    "visa": ["long"],
    "reason": ["첫 줄\n끝"],
    "nights-0-place": ["여관"],
    "pets": ["dog"],
    "papers": ["chip", "shot"],
}


def read(sent) -> TripForm:
    form = TripForm.of(sent)
    form.validate()
    return form


def test_a_field_whose_condition_holds_is_as_any_other():
    form = read(WHOLE)

    assert not form.faults and not form.unused
    assert form.printed["visa"] == "장기" and form.printed["papers"] == "칩, 접종"
    assert form.parted(WHOLE) == (WHOLE, {})


def test_one_whose_condition_does_not_hold_counts_nowhere_and_is_kept():
    sent = WHOLE | {"abroad": ["no"], "pets": []}
    form = read(sent)

    assert not form.faults
    assert [field.name for field in form.asked] == ["abroad", "pets"]
    assert [form.printed[name] for name in ("visa", "reason", "nights", "papers")] == ["", [], [], ""]
    assert [form.data[name] for name in ("visa", "reason", "nights", "papers")] == [None, None, [], None]
    assert {field.name: field.kept for field in form.unused} == {
        "visa": "장기",
        "reason": "첫 줄\n끝",
        "nights": "여관",
        "papers": "칩, 접종",
    }
    assert (form.visa.shown, form.reason.shown, form.papers.shown) == ("long", "첫 줄\n끝", ["chip", "shot"])
    used, kept = form.parted(sent)
    assert used == {"abroad": ["no"], "pets": []}
    assert used | kept == sent


@pytest.mark.parametrize("sent", [{}, {"abroad": [""]}, {"abroad": ["maybe"]}, {"abroad": ["no"]}])
def test_it_never_blocks_while_it_does_not_apply(sent):
    wrong = {"visa": ["none"], "reason": ["너무 긴 글입니다"], "nights-0-place": ["가" * 999]}
    form = read(wrong | sent)

    assert {field.name for field, _ in form.faults} <= {"abroad"}
    assert not form.warnings
    assert form.visa.shown == "none"  # kept as it was typed, right or wrong


def test_a_required_one_is_refused_beside_itself_when_empty():
    form = read({"abroad": ["yes"]})

    assert {field.name for field, _ in form.faults} == {"visa", "nights"}


def test_one_set_aside_answers_no_other_condition():
    form = read(WHOLE | {"abroad": ["no"]})

    assert form.reason in form.unused  # though visa still says what it asks for


# -- the declarations --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", {step.form for step in [*STEPS, *REGISTRATION]} | {EvidenceForm, ConsentForm})
def test_what_depends_on_an_answer_stands_right_behind_it_and_all_on_the_same(form):
    """So the page shows them together, by a rule of the style sheet that knows no names."""
    fields = list(form.of(None))
    for place, field in enumerate(fields):
        behind = fields[place + 1 : place + 1 + len(field.dependents)]
        assert tuple(behind) == field.dependents
        assert len({one.when.values for one in field.dependents}) <= 1
        assert set(field.opens) <= set(getattr(field, "offered", ()))
        if isinstance(field, Rows):
            assert not any(cell.when for cell in field.row())


def test_the_exceptions_apply_to_a_case_admitted_and_a_corporations_facts_to_one():
    every = {step.slug: step.form.of(None) for step in [*STEPS, *REGISTRATION]}
    depending = {
        field.name: (field.when.field, *field.when.values) for form in every.values() for field in form if field.when
    }

    assert depending == {
        "insolvent_exception": ("insolvent", "yes"),
        "closed_exception": ("closed", "yes"),
        "tax_exception": ("tax_arrears", "yes"),
        "subsidy_exception": ("subsidy", "yes"),
        "default_company_exception": ("default_company", "yes"),
        "default_person_exception": ("default_person", "yes"),
        "corporation_number": ("kind", "corporation"),
        "founded": ("kind", "corporation"),
        "representation": ("kind", "corporation"),
    }
    assert all(
        isinstance(form[name], Select)
        for form in every.values()
        for name in form._fields
        if name in depending and "exception" in name
    )


# -- from end to end ---------------------------------------------------------------------------------------


def say(application: Application, slug: str, sent, by: str = LEAD) -> None:
    standing = applications.stand(fresh(application), person(by))
    task = standing.journey.task(slug, standing.party)
    answers.save(application, task, sent, base=standing.base(task), person=person(by), arrived=now())


def text_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def seen(client, application: Application) -> list[str]:
    """The plan on the screen: whole, and the part of it beside the step."""
    base, htmx = f"/applications/{application.token}/documents", {"HX-Request": "true"}
    return [
        client.get(f"{base}/form1.html").get_data(as_text=True),
        client.get(f"{base}/at/exclusions", headers=htmx).get_data(as_text=True),
    ]


@pytest.fixture
def cleared(application) -> Application:
    """The lead said it was in arrears and why that does not matter, and then that it is in none."""
    say(application, "exclusions", ARREARS)
    say(application, "exclusions", CLEARED)
    return fresh(application)


def test_an_answer_no_longer_asked_for_is_in_nothing_that_leaves(cleared, client, lead):
    drafts = documents.made(applications.stand(cleared))
    preview = seen(lead, cleared)

    submission = hand_in(cleared)

    stored = {paper.slug: paper.content for paper in StoredPaper.select()}
    assert CLAIMED not in text_of(stored["form1"])
    assert not any(CLAIMED in text_of(file.content) for file in drafts)
    assert all("체납" in shown and CLAIMED not in shown for shown in preview)
    said = json.dumps(submission.snapshot, ensure_ascii=False)
    assert "tax_arrears" in said and "tax_exception" not in said
    assert submission.snapshot["parties"][0]["unused"] == {}
    posts()
    client.sign_in(LEAD_AGENCY, proved=True)
    page = client.get(f"/staff/applications/{cleared.token}/").page.main.get_text(" ")
    assert "국세나 지방세를 체납 중인가요?" in page and "예외 사유" not in page


def test_while_it_applies_it_is_in_all_of_them(application, lead):
    say(application, "exclusions", ARREARS)

    files = {file.slug: file.content for file in documents.made(applications.stand(fresh(application)))}

    assert CLAIMED in text_of(files["form1"])
    assert all(CLAIMED in shown for shown in seen(lead, application))
    assert CLAIMED in lead.get(f"/applications/{application.token}/check").page.main.get_text(" ")
    assert exports.export(applications.stand(fresh(application)))["parties"][0]["steps"]["exclusions"] == ARREARS


def test_the_rules_and_the_evidence_owed_do_not_see_it(application):
    def owed() -> bool:
        standing = applications.stand(fresh(application), person(LEAD))
        said = standing.journey.data("exclusions", standing.party)
        facts = judging.facts(standing).parties[0].data["exclusions"]
        assert facts["tax_exception"] == said["tax_exception"]
        return papers.BY_SLUG[papers.EXCEPTION_PROOF] in papers.owed_by("adopter", said)

    say(application, "exclusions", ARREARS)
    assert owed()
    say(application, "exclusions", CLEARED)
    assert not owed()
    assert judging.verdict(applications.stand(fresh(application))).ready


def test_it_is_kept_and_shown_as_unused(cleared, lead):
    check = lead.get(f"/applications/{cleared.token}/check").page
    (kept,) = check.select(".unused")
    assert UNUSED in kept.get_text() and CLAIMED in kept.get_text()
    assert "예외 사유" not in " ".join(term.get_text() for term in check.select(".summary dt"))

    step = lead.get(f"/applications/{cleared.token}/exclusions").page
    assert CLAIMED in step.select_one("#live .unused").get_text()
    assert step.select_one("#tax_exception option[selected]")["value"] == "resolved"

    history = lead.get(f"/applications/{cleared.token}/exclusions/history").page
    assert CLAIMED in history.select_one(".unused").get_text()
    assert CLAIMED not in history.select_one(".summary").get_text()


def test_answered_the_first_way_again_it_is_back(cleared):
    say(cleared, "exclusions", CLEARED | {"tax_arrears": ["yes"]})

    standing = applications.stand(fresh(cleared), person(LEAD))
    assert standing.journey.data("exclusions", standing.party)["tax_exception"] == "resolved"


def test_an_export_parts_it_and_an_import_brings_it_back(cleared):
    exported = json.loads(json.dumps(exports.export(applications.stand(cleared))))
    lead = exported["parties"][0]
    assert lead["unused"] == {"exclusions": {"tax_exception": ["resolved"]}}
    assert "tax_exception" not in lead["steps"]["exclusions"]

    copy = exports.bring_in(exported, person(STRANGER))

    assert exports.export(applications.stand(copy))["parties"][0]["unused"] == lead["unused"]
    row = Revision.of(copy, "exclusions", Party.present(copy)[0].id).first()
    assert row.sent["tax_exception"] == ["resolved"] and row.sent["tax_arrears"] == ["no"]


def test_an_edition_of_before_is_read_without_it(cleared):
    """Snapshots made when such answers still left."""
    submission = hand_in(cleared)
    submission.snapshot["parties"][0]["steps"]["exclusions"]["tax_exception"] = ["resolved"]

    shown: Journey = snapshots.read(submission).journey
    form = shown.form(Task(shown.steps["exclusions"], shown.parties[0]))

    assert "tax_exception" not in [field.name for field in form.asked]
    assert form.printed["tax_exception"] == ""


def test_of_a_sole_trader_nothing_of_a_corporation_is_asked_or_printed(application, lead):
    company = GOOD["company"] | {"kind": ["individual"], "representation": ["several"]}
    say(application, "company", company)

    standing = applications.stand(fresh(application), person(LEAD))
    files = [text_of(file.content) for file in documents.made(standing)]
    gone = (company["corporation_number"][0], "각자대표")

    assert documents.context(standing)["companies"][0]["company"]["founded"] == ""
    assert not any(text in said for said in files for text in gone)
    assert standing.journey.data("company", standing.party)["founded"] is None
    hand_in(application)
    assert gone[0] not in json.dumps(Submission.get().snapshot)


def test_what_a_corporation_must_say_is_refused_beside_the_field(at):
    walk: Walk = at(next(step for step in STEPS if step.slug == "company"))
    company = {name: values for name, values in GOOD["company"].items() if name not in ("founded", "representation")}

    page = walk.post(company).page

    assert [link["href"] for link in page.select("#error-summary li a")] == ["#founded", "#representation"]
    assert walk.post(company | {"kind": ["individual"]}).status_code == 303


def test_of_the_pool_nothing_is_brought_in_that_neither_side_asks(application):
    standing = applications.stand(application, person(SUPPLIER))
    said = standing.journey.answers["company", standing.party.key]
    say(application, "company", said | {"kind": ["individual"]}, SUPPLIER)
    renew(application, "company", kind="individual", representation="joint", employees="77")

    (one,) = pool_changes.changes(applications.stand(fresh(application), person(SUPPLIER)))

    assert "representation" not in one.fields and "employees" in one.fields


def test_the_page_marks_which_answer_opens_what_and_says_so_for_old_browsers(at):
    page = at(next(step for step in STEPS if step.form is ExclusionsForm)).get().page

    branches = page.select(".branch")

    assert len(branches) == 5
    for branch in branches:
        assert [radio["value"] for radio in branch.select("[data-opens]")] == ["yes"]
        (select,) = branch.select(".dependents select")
        assert re.fullmatch(r"[a-z_]+_exception", select["name"])
        assert "‘예’일 때만" in branch.select_one(".when").get_text()
