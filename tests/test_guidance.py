"""Help to write: what every step of every call offers, that the examples are good answers, that a frame is none, and
what a button suggests."""

import re
from datetime import UTC, datetime

import pytest

from forms import suggestions, wizards
from forms.fields import LongText
from forms.parsed import State
from forms.wizard import Journey, Party, Respondent
from models.base import now
from programme import calls, rules
from programme.application_types import PROJECT
from programme.guidance import DEFINITIONS, EXAMPLES, GUIDANCE, skeletons
from programme.rules import PartyFacts
from services.drafts import applications
from tests.answers import GOOD
from tests.call import CALL, Facts
from tests.pages import REGISTRATION, STEPS
from tests.test_grounds import ANNOUNCEMENTS, alphanumeric

PLANS = {  # the steps of the business plan, by call
    slug: [step for wizard in wizards.of(types[PROJECT]) if wizard.title == "사업계획서" for step in wizard.steps]
    for slug, types in calls.TYPES.items()
}
EVERY = [(slug, step) for slug, steps in PLANS.items() for step in steps]
every_plan_step = pytest.mark.parametrize(("call", "step"), EVERY, ids=lambda one: getattr(one, "slug", one))
LONG = [
    (step, name)
    for step in PLANS[CALL.slug]
    for name, field in step.form.of(None)._fields.items()
    if isinstance(field, LongText)
]
every_long_text = pytest.mark.parametrize(("step", "name"), LONG, ids=lambda one: getattr(one, "slug", one))
ASKED = [step for step in [*STEPS, *REGISTRATION] if step.form.offers_none]
every_step_of_cases = pytest.mark.parametrize("step", ASKED, ids=lambda step: step.slug)


# -- what there is ------------------------------------------------------------------------------------------


@every_plan_step
def test_every_step_of_the_plan_has_prompts_words_criteria_and_two_examples(call, step):
    guidance, announcement = GUIDANCE[step.slug], calls.announcement(call)

    assert guidance.prompts
    assert guidance.words
    assert announcement.criteria[step.slug]
    trades = {trade for trade, _, _ in suggestions.examples(step.slug, step.form, announcement)}
    assert len(trades) == 2


@pytest.mark.parametrize("slug", GUIDANCE)
def test_the_words_of_a_step_are_explained_and_the_step_is_one_of_ours(slug):
    assert set(GUIDANCE[slug].words) <= set(DEFINITIONS)
    assert slug in {step for types in calls.TYPES.values() for of in types.values() for step in wizards.steps(of)}


def test_a_word_is_explained_once_and_in_short():
    names = [name for one in DEFINITIONS.values() for name in (one.slug, one.name)]
    assert len(names) == len(set(names))
    assert all(len(one.meaning) <= 140 for one in DEFINITIONS.values())


@pytest.mark.parametrize(
    "word",
    [
        "BM",
        "As-Is",
        "To-Be",
        "MM",
        "투입공수",
        "현물",
        "가중치",
        "측정방법",
        "KPI",
        "하자보수",
        "월단가",
        "SW기술자평균임금",
        "컨소시엄",
        "현행화",
        "KSIC",
        "화의",
    ],
)
def test_the_hard_words_of_the_forms_are_found_by_name(client, word):
    page = client.get("/help/terms", query_string={"q": word}).page
    named = [tag.get_text() for tag in page.select("#found dt")]

    assert named
    assert any(word.casefold() in name.replace(" ", "").casefold() for name in named)


@pytest.mark.parametrize("call", calls.TYPES)
def test_what_evaluators_look_at_is_quoted_from_the_announcement(call):
    original = alphanumeric((ANNOUNCEMENTS / f"{call}.txt").read_text())
    sections = set()
    for criteria in calls.announcement(call).criteria.values():
        for criterion in criteria:
            ground = criterion.ground
            assert ground.words in ground.clause.text
            assert alphanumeric(ground.clause.text) in original
            assert criterion.reading
            sections.add(ground.clause.section)
    assert "7. 평가방법" in sections


@pytest.mark.parametrize("call", calls.TYPES)
def test_every_question_about_an_exclusion_has_a_plain_example_beside_it(call):
    announcement = calls.announcement(call)
    asked = {(case.step, case.field) for case in (*announcement.exclusions, *announcement.pool_limits)}
    forms = {slug: step.form for of in calls.TYPES[call].values() for slug, step in wizards.steps(of).items()}

    assert asked | {("history", "new_years")} == announcement.examples.keys()
    for (step, field), example in announcement.examples.items():
        assert example in forms[step].of(None)[field].hint
        assert example.endswith(("다.", "경우.", "과제."))


# -- the examples -------------------------------------------------------------------------------------------


@every_plan_step
def test_an_example_answers_every_question_as_well_as_one_may_ask(call, step):
    for _, _, form in suggestions.examples(step.slug, step.form, calls.announcement(call)):
        assert form.validate(), form.faults
        assert not form.warnings
        assert not [field.name for field in form if field.blank and field.typed]


@pytest.mark.parametrize("call", calls.TYPES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.trade)
def test_the_figures_of_an_example_agree_and_break_no_rule(call, example):
    lead, partner = Party(1, Respondent.ADOPTER, lead=True), Party(2, Respondent.SUPPLIER)
    asked = {step.slug: example.sent(step.slug, calls.announcement(call)) for step in PLANS[call]}
    owner = {"adopter_team": lead.key, "supplier_team": partner.key, "careers": partner.key}
    answers = {(slug, owner.get(slug)): sent for slug, sent in asked.items()}
    journey = Journey(wizards.of(calls.TYPES[call][PROJECT]), (lead, partner), answers)
    shared = {slug: journey.values(slug) for slug in asked.keys() - owner.keys()} | {"track": {"track": "new"}}
    own = {slug: journey.values(slug, lead if key == 1 else partner) for slug, key in owner.items()}
    parties = (
        PartyFacts(1, "adopter", lead=True, data={"adopter_team": own["adopter_team"]}),
        PartyFacts(2, "supplier", data={"supplier_team": own["supplier_team"], "careers": own["careers"]}),
    )
    facts = Facts(datetime(2024, 4, 30, tzinfo=UTC), shared=shared, parties=parties)
    planned = [row["name"] for row in own["supplier_team"]["people"]]

    assert [found for found in rules.check_steps(facts) if found.step in asked] == []
    assert planned == [row["name"] for row in own["careers"]["profiles"]]
    assert set(planned) == {row["name"] for row in own["careers"]["careers"]}
    assert f"{shared['funding']['cash']:,}원" in shared["funding"]["source"]
    losses = sum(row["loss"] for row in shared["need"]["problems"])
    assert f"{losses:,}원" in shared["need"]["background"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.trade)
def test_an_example_names_nobody_and_is_no_sentence_of_the_demo(example):
    demo = {
        sentence for sent in GOOD.values() for texts in sent.values() for text in texts for sentence in sentences(text)
    }
    for slug in example.answers:
        said = [text for texts in example.sent(slug, CALL).values() for text in texts]
        assert not demo & {sentence for text in said for sentence in sentences(text)}
        assert not [text for text in said if re.search("주식회사|㈜|유한회사", text)]


def sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in re.split(r"[.\n]", text) if len(sentence.strip()) > 20]


# -- frames -------------------------------------------------------------------------------------------------


@every_long_text
def test_every_long_text_has_a_frame_that_fits_and_counts_for_nothing(step, name):
    skeleton = step.form.of(None)[name].skeleton
    blanks = skeletons.BLANK.findall(skeleton)

    assert len(blanks) >= 2
    assert all(" " in blank for blank in blanks)  # nobody's own heading in brackets
    for handed_in in (
        skeleton,
        skeleton.replace(blanks[0], "우리 회사", 1),
        skeleton.replace("[", "").replace("]", ""),
        skeletons.BLANK.sub("", skeleton),
        f"\n{skeleton}  ",
    ):
        form = step.form.of(GOOD[step.slug] | {name: [handed_in]})
        assert not form.validate()
        assert [field.name for field, _ in form.faults] == [name]
        assert "문장 틀" in form.faults[0][1]
        assert form[name].shown == handed_in


@every_long_text
def test_a_frame_filled_in_is_an_answer_and_own_headings_in_brackets_are_none_of_its_blanks(step, name):
    skeleton = step.form.of(None)[name].skeleton
    filled = skeletons.BLANK.sub("우리 회사 내용", skeleton)
    for answer in (filled, f"[외부 배경] {filled} [1]"):
        form = step.form.of(GOOD[step.slug] | {name: [answer]})
        assert form.validate(), form.faults


def test_blanks_of_another_box_are_no_answer_either():
    form = step_of("need").form.of(GOOD["need"] | {"background": [skeletons.ROLES]})
    assert not form.validate()
    assert "[우리 책임자] 등 " in form.faults[0][1]


def step_of(slug: str):
    return next(step for step in [*STEPS, *REGISTRATION] if step.slug == slug)


def test_the_button_saves_what_was_typed_and_shows_the_frame_in_the_empty_box(at):
    walk = at(step_of("need"))
    page = walk.get().page
    assert [tag["value"] for tag in page.select("button[name=skeleton]")] == ["background", "attempts"]

    response = walk.post({"problems-0-problem": ["예약이 밀림"], "skeleton": ["background"]})
    page = walk.follow(response).page

    assert response.status_code == 303
    assert response.location.endswith("#background")
    assert page.select_one("#background").get_text().removeprefix("\n") == skeletons.BACKGROUND
    assert page.select_one("[name=problems-0-problem]").get_text().strip() == "예약이 밀림"
    assert not page.select(".form-hint-invalid")
    assert "background" not in walk.stored
    journey = applications.load_view(walk.application).journey
    assert journey.state(walk.task) is not State.DONE


def test_a_frame_saved_as_it_is_leaves_the_step_unfinished_and_says_why(at):
    walk = at(step_of("need"))
    sent = GOOD["need"] | {"background": [skeletons.BACKGROUND]}

    response = walk.post(sent | {"save": ["1"]})

    assert response.status_code == 422
    assert "[최근의 변화] 등 " in response.page.select_one("#background-error").get_text()
    assert response.page.select_one("#background").get_text().removeprefix("\n") == skeletons.BACKGROUND
    journey = applications.load_view(walk.application).journey
    assert journey.state(walk.task) is State.WRONG
    assert walk.task in journey.remaining


def test_the_button_never_takes_the_place_of_words(at):
    walk = at(step_of("roles"))

    response = walk.post({"description": ["대표자가 맡는다."], "skeleton": ["description"]})
    page = walk.follow(response).page

    assert page.select_one("#description").get_text().strip() == "대표자가 맡는다."
    assert "이미 쓴 글이 있어" in page.main.get_text()
    assert walk.stored["description"] == ["대표자가 맡는다."]
    assert not page.select("button[name=skeleton]")


def test_rows_not_yet_filled_stay_when_a_frame_is_put_in(at):
    walk = at(step_of("roles"))
    rows = {f"roles-{row}-{column}": [""] for row in range(4) for column in ("owner", "team", "duty")}

    page = walk.follow(walk.post(rows | {"skeleton": ["description"]})).page

    assert len(page.select("#roles-table tbody tr")) == 4


@pytest.mark.parametrize("name", ["nothing", "", "starts-1", "#x"])
def test_a_frame_for_no_box_is_refused(at, name):
    assert at(step_of("need")).post({"skeleton": [name]}).status_code == 400


def test_an_address_that_asks_for_the_frame_of_a_short_answer_shows_the_page_as_it_is(at):
    page = at(step_of("overview")).get("?skeleton=project").page
    assert page.select_one("#project")["value"] == ""


# -- none of these ------------------------------------------------------------------------------------------


@every_step_of_cases
def test_none_of_these_answers_the_open_questions_for_the_person_to_look_at(at, step):
    walk = at(step)
    asked = [field.name for field in step.form.of(None).unanswered]
    first, *others = asked
    walk.post({name: [""] for name in walk.stored} | {first: ["yes"]})
    assert walk.get().page.select_one("button[name=none]").get_text() == "모두 해당 없음"

    response = walk.post({first: ["yes"], "none": ["1"]})
    page = walk.follow(response).page

    assert response.status_code == 303
    chosen = {tag["name"]: tag["value"] for tag in page.select("#step-form input[type=radio][checked]")}
    assert chosen == {first: "yes"} | dict.fromkeys(others, "no")
    assert "아직 저장하지 않았습니다" in page.main.get_text()
    assert not [name for name in others if walk.stored.get(name, [""])[0]]
    assert not page.select("button[name=none]")
    journey = applications.load_view(walk.application).journey
    assert journey.state(walk.task) is not State.DONE

    assert walk.post({name: [value] for name, value in chosen.items()}).status_code == 303
    assert walk.stored[others[-1]] == ["no"]


def test_no_other_step_offers_it(at):
    assert {step.slug for step in ASKED} == {"history", "exclusions", "limits"}
    walk = at(step_of("business"))
    walk.post({"sme": [""], "industry_code": [""]})
    page = walk.follow(walk.post({"none": ["1"]})).page
    assert not page.select("#step-form input[type=radio][checked], button[name=none]")


def test_nothing_is_suggested_once_the_call_is_closed(at):
    walk = at(step_of("roles"))
    call = walk.application.call
    closes, call.closes_at = call.closes_at, now()
    call.save()
    try:
        page = walk.get("?skeleton=description").page
    finally:
        call.closes_at = closes
        call.save()
    assert page.select_one("#description").get_text().strip() == ""


# -- the pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step", [step for step in [*STEPS, *REGISTRATION] if step.slug in GUIDANCE], ids=lambda s: s.slug
)
def test_a_step_s_help_is_folded_and_leads_to_its_words_and_examples(at, step):
    walk = at(step)
    folded = walk.get().page.select_one("details.help")
    link = folded.select_one("a[target=_blank]")

    assert not folded.has_attr("open")
    assert [item.get_text() for item in folded.select("li:not(:has(strong))")] == list(GUIDANCE[step.slug].prompts)
    assert ("공고 7. 평가방법: “" in folded.get_text() or "공고 6." in folded.get_text()) == (
        step.slug in CALL.criteria
    )
    assert folded["hx-get"] == link["href"]

    page = walk.client.get(link["href"]).page
    shown = page.select_one("#step-help")
    assert [tag.get_text() for tag in shown.select("dt")][: len(GUIDANCE[step.slug].words)] == [
        DEFINITIONS[word].name for word in GUIDANCE[step.slug].words
    ]
    examples = shown.select("details.example")
    assert len(examples) == 2 * (step.slug in PLANS_OF_CALL)
    assert bool(examples) == ("이 사이트가 지은 예시입니다. 그대로 내지 마세요." in shown.get_text())


PLANS_OF_CALL = {step.slug for step in PLANS[CALL.slug]}


def test_the_average_wages_stand_beside_the_labour_they_help_with(at):
    walk = at(step_of("supplier_team"))
    shown = walk.client.get(f"{walk.url}/help").page.select_one("#step-help").get_text()
    assert all(job in shown and f"{won:,}" in shown for job, won in CALL.wages.items())


def test_a_step_without_help_has_no_page_of_it(at):
    walk = at(step_of("contact"))
    assert not walk.get().page.select("details.help")
    assert walk.client.get(f"{walk.url}/help").status_code == 404


def test_help_and_words_are_searched_in_plain_addresses(client):
    found = client.get("/help?q=되살릴").page.select_one("#found")
    assert [tag.get_text() for tag in found.select("h2")] == ["저장", "되돌리기"]
    both = client.get("/help?q=현물").page.select_one("#found")
    assert "현물" in [tag.get_text() for tag in both.select("dt")]
    terms = client.get("/help/terms?q=맨먼스").page.select("#found dt")
    assert terms[0].get_text() == "MM(투입공수)"
    assert len(client.get("/help/terms").page.select("#found dt")) == len(DEFINITIONS)


@pytest.mark.parametrize("path", ["/help", "/help/terms"])
@pytest.mark.parametrize("asked", ["없는말입니다", "<script>", "가" * 5000, "\x00", "%", "  "])
def test_a_search_for_anything_is_answered(client, path, asked):
    response = client.get(path, query_string={"q": asked})
    assert response.status_code == 200
    assert len(response.page.select_one("#q")["value"]) <= 100
    assert bool(response.page.select("#found .empty")) == (asked not in ("  ", "%"))
