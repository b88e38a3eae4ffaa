"""A made-up call beside 2024-221, as next year's maintainer would write it: other figures, one more exclusion, a clause
reworded, a step added, a field dropped, a template of its own (docs/next-call.md)."""

from dataclasses import replace
from pathlib import Path

from docx import Document

from forms import business_plan, consortium
from forms.base import StepForm
from forms.business_plan.goals import OverviewForm
from forms.consortium.eligibility import ExclusionsForm, case
from forms.fields import Text, YesNo
from forms.wizard import Step, Wizard
from programme import rules
from programme.agencies import Agency
from programme.announcement import NEW, NEW_BUSINESS, UPGRADE, Sections
from programme.consents import BOTH
from programme.exclusions import Exclusion
from programme.grounds import Clause, Ground
from programme.requirements import excluded
from tests.call import CALL, CONSULTING_TYPE, POOL_TYPE, PROJECT_TYPE, SITE_TYPE

SLUG = "2031-100"
SUPPORT = Clause("new", "2. 지원내용", "(신규) 스마트서비스 핵심 솔루션 구축 등 지원 (60% 이내, 최대 7천만원)")
HARM = Clause("harm", "3. 신청자격", "(12) 이용자에게 해를 끼칠 수 있는 인공지능을 쓰는 기업")


class NextOverviewForm(OverviewForm):
    keywords = None  # type: ignore[assignment]  # not asked any more


class NextExclusionsForm(ExclusionsForm):
    harm = YesNo("이용자에게 해를 끼칠 수 있는 인공지능을 쓰나요?", hint=case("exclusions", "harm"))


class EthicsForm(StepForm):
    title = "AI 윤리"

    principles = Text("지킬 원칙", limit=100)


def with_forms(wizard: Wizard, slug: str, forms: dict[str, type[StepForm]], added: tuple[Step, ...] = ()) -> Wizard:
    """A wizard under another name, with these forms in place of its own and steps added to its last stage."""
    stages = [
        replace(stage, steps=tuple(replace(step, form=forms.get(step.slug, step.form)) for step in stage.steps))
        for stage in wizard.stages
    ]
    stages[-1] = replace(stages[-1], steps=(*stages[-1].steps, *added))
    return Wizard(slug, wizard.title, tuple(stages))


WIZARDS = {
    wizard.slug: wizard
    for wizard in (
        with_forms(consortium.WIZARD, "consortium_2031", {"exclusions": NextExclusionsForm}),
        with_forms(
            business_plan.WIZARD,
            "business_plan_2031",
            {"overview": NextOverviewForm},
            added=(Step("ethics", EthicsForm),),
        ),
    )
}
HARMFUL = Exclusion("exclusions", "harm", Ground(HARM, "해를 끼칠 수 있는 인공지능"), "(12)", "해로운 인공지능을 씀")
VISIT = SITE_TYPE.evaluation
assert VISIT
SITE_VISIT = replace(
    VISIT,
    version="site_2031",
    passing=replace(VISIT.passing, value=8000),
    open_days=replace(VISIT.open_days, value=21),
)
ANNOUNCEMENT = replace(
    CALL,
    slug=SLUG,
    notice="중소벤처기업부 공고 제2031-100호",
    title="2031년 중소기업 스마트서비스 지원사업",
    system=replace(CALL.system, host="apply.example.kr", phone="044-000-0000"),
    phones=("044-000-0001",),
    lead_agency="스마트서비스진흥원",
    ministry=Agency("중소기업부", ("1399",)),
    agencies={slug: replace(each, phones=("02-000-0002",)) for slug, each in CALL.agencies.items()},
    share=60,
    caps={NEW: 70_000_000, UPGRADE: 125_000_000},
    build_years=(2028, 2029, 2030),
    early_days=(3, 4),
    approval_days=(5, 9),
    expert_visit="이틀",
    expert_fee="유료",
    sections=Sections(
        slots="나.",
        eligibility="다. 자격",
        exceptions="다., 예외",
        data_use="바. 그 밖",
        contacts="사. 문의",
        consulting="별첨1",
        pool="별첨2",
    ),
    account_years=(2029, 2030),
    slots={(NEW, NEW_BUSINESS): 7, (UPGRADE, NEW_BUSINESS): 3},
    clauses=(*(clause for clause in CALL.clauses if clause.id != "new"), SUPPORT, HARM),
    grounds={**CALL.grounds, "share_new": Ground(SUPPORT, "60% 이내"), "cap_new": Ground(SUPPORT, "최대 7천만원")},
    exclusions=(*CALL.exclusions, HARMFUL),
    examples=CALL.examples | {("exclusions", "harm"): "사람을 속이는 답을 하도록 만든 챗봇을 파는 경우."},
    requirements=(*CALL.requirements, excluded("(12)", "해로운 인공지능", (HARMFUL,), BOTH)),
)
TYPES = {
    each.kind: replace(each, announcement=ANNOUNCEMENT, **own)
    for each, own in (
        (PROJECT_TYPE, {"wizards": tuple(WIZARDS), "rules": rules.of_project(ANNOUNCEMENT)}),
        (POOL_TYPE, {"rules": rules.of_pool(ANNOUNCEMENT)}),
        (CONSULTING_TYPE, {"rules": rules.of_consulting(ANNOUNCEMENT)}),
        (SITE_TYPE, {"evaluation": SITE_VISIT}),
    )
}


def write_template(folder: Path) -> None:
    """The call's own 서식1 in its folder of doc_templates: the drawn one without the dropped field, and with the new
    step's."""
    document = Document(str(folder / "form1.docx"))
    for paragraph in [*document.paragraphs, *cells(document)]:
        if paragraph.text == "핵심어":  # the cell that names the dropped field
            paragraph.text = "AI 윤리"
        elif "overview.keywords" in paragraph.text:
            paragraph.text = "{{ ethics.principles }}"
    (folder / SLUG).mkdir()
    document.save(str(folder / SLUG / "form1.docx"))


def cells(document):
    return [each for table in document.tables for row in table.rows for cell in row.cells for each in cell.paragraphs]
