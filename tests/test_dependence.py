"""Fields that depend on another answer: declared once, and off the path everywhere while they do not apply."""

import re

import pytest

from forms.base import StepForm
from forms.consents import ConsentForm
from forms.evidence import EvidenceForm
from forms.fields import Answered, Choice, Choices, LongText, Row, Rows, Select, Text, YesNo
from tests.answers import GOOD
from tests.applying import STRANGER
from tests.pages import REGISTRATION, STEPS

FORMS = [*dict.fromkeys(step.form for step in [*STEPS, *REGISTRATION]), EvidenceForm, ConsentForm]


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
    assert form.used_and_unused(WHOLE) == (WHOLE, {})


def test_one_whose_condition_does_not_hold_counts_nowhere_and_is_kept():
    sent = WHOLE | {"abroad": ["no"], "pets": []}
    form = read(sent)

    assert not form.faults
    assert [field.name for field in form.applicable_fields] == ["abroad", "pets"]
    assert [form.printed[name] for name in ("visa", "reason", "nights", "papers")] == ["", [], [], ""]
    assert [form.data[name] for name in ("visa", "reason", "nights", "papers")] == [None, None, [], None]
    assert {field.name: field.kept for field in form.unused} == {
        "visa": "장기",
        "reason": "첫 줄\n끝",
        "nights": "여관",
        "papers": "칩, 접종",
    }
    assert (form.visa.shown, form.reason.shown, form.papers.shown) == ("long", "첫 줄\n끝", ["chip", "shot"])
    used, kept = form.used_and_unused(sent)
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


@pytest.mark.parametrize("form", FORMS)
def test_what_depends_on_an_answer_stands_right_behind_it_and_all_on_the_same(form):
    """So the page shows them together, by a rule of the style sheet that knows no names."""
    fields = list(form.of(None))
    for place, field in enumerate(fields):
        behind = fields[place + 1 : place + 1 + len(field.dependents)]
        assert tuple(behind) == field.dependents
        assert len({one.when.values for one in field.dependents}) <= 1
        assert not field.dependents or set(field.opens) <= set(field.offered)
        if isinstance(field, Rows):
            assert not any(cell.when for cell in field.row())


def test_the_exceptions_apply_to_a_case_admitted_and_a_corporations_facts_to_one():
    every = {step.slug: step.form.of(None) for step in [*STEPS, *REGISTRATION]}
    depending = {
        field.name: (field.when.field, *field.when.values) for form in every.values() for field in form if field.when
    }

    assert depending == {
        "ends": ("length", "other"),
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


def test_the_page_marks_which_answer_opens_what_and_says_so_for_old_browsers(at):
    page = at(next(step for step in STEPS if step.slug == "exclusions")).get().page

    branches = page.select(".branch")

    assert len(branches) == 5
    for branch in branches:
        assert [radio["value"] for radio in branch.select("[data-opens]")] == ["yes"]
        (select,) = branch.select(".dependents select")
        assert re.fullmatch(r"[a-z_]+_exception", select["name"])
        assert "‘예’일 때만" in branch.select_one(".when").get_text()


def test_lists_nobody_is_asked_yet_come_to_htmx_with_the_answer_that_asks(seeded, client):
    """Left out of the step htmx is given, never of one a browser loads; and what was chosen once is always there."""
    client.sign_in(STRANGER)
    path = client.post("/applications/", data={}).location
    for slug in ("track", "business", "history"):
        client.post(path + slug, data={"base": "0", "whole": "1", "save": "1", **GOOD[slug]})
    htmx = {"HX-Request": "true"}

    def lists(**headers: str) -> set[str]:
        return {tag["name"] for tag in client.get(f"{path}exclusions", headers=headers).page.select("select")}

    def autosave(**sent: str) -> dict[str, set[str]]:
        base = client.get(f"{path}exclusions").page.select_one("[name=base]")["value"]
        data = {"base": base, "whole": "1", "auto": "1", "unasked": unasked, **sent}
        answer = client.post(f"{path}exclusions", data=data, headers=htmx)
        return {tag["id"]: {each["name"] for each in tag.select("select")} for tag in answer.page.select(".dependents")}

    unasked = [tag["value"] for tag in client.get(f"{path}exclusions", headers=htmx).page.select("[name=unasked]")]
    assert len(unasked) == len(lists()) == 5 and not lists(**htmx)
    assert autosave(tax_arrears="yes") == {"tax_arrears-more": {"tax_exception"}}
    unasked.remove("tax_arrears")
    assert autosave(tax_arrears="yes", tax_exception="resolved") == {}
    assert autosave(tax_arrears="no", tax_exception="resolved", insolvent="yes").keys() == {"insolvent-more"}
    assert lists(**htmx) == {"tax_exception", "insolvent_exception"}, "one that keeps an answer is not left out"
