"""Call 2024-221 (중소벤처기업부 공고 제2024-221호): its announcement, and what it asks of each kind of application."""

from programme import rules
from programme.announcement import Announcement
from programme.application_types import (
    CONSULTING,
    POOL,
    PROJECT,
    PURPOSES,
    SITE,
    ApplicationType,
    Document,
    Documents,
    Mails,
)
from programme.calls.call_2024_221 import (
    clauses,
    evaluation,
    evidence,
    exclusions,
    figures,
    pool,
    requirements,
    site_visit,
    words,
)
from programme.calls.call_2024_221.consents import consulting, credit, personal
from programme.calls.call_2024_221.consents import pool as pool_consents
from programme.calls.call_2024_221.consents.summaries import summarised
from programme.consents import SUPPLIER
from programme.grounds import OURS
from programme.pictures import DIAGRAMS, SEAL

ANNOUNCEMENT = Announcement(
    slug=figures.SLUG,
    notice=figures.NOTICE,
    title=figures.TITLE,
    addressee=figures.ADDRESSEE,
    system=figures.SYSTEM,
    lead_agency=figures.LEAD_AGENCY,
    phones=figures.PHONES,
    ministry=figures.MINISTRY,
    agencies=figures.AGENCIES,
    tracks=figures.TRACKS,
    service_types=figures.SERVICE_TYPES,
    share=figures.SHARE,
    caps=figures.CAPS,
    build_years=figures.BUILD_YEARS,
    months=figures.MONTHS,
    extension=figures.EXTENSION,
    slots=figures.SLOTS,
    account_years=figures.ACCOUNT_YEARS,
    wages=figures.WAGES,
    cost_categories=figures.COST_CATEGORIES,
    in_kind=figures.IN_KIND,
    ksic=figures.KSIC,
    exceptions=figures.EXCEPTIONS,
    approval_days=figures.APPROVAL_DAYS,
    completion_days=figures.COMPLETION_DAYS,
    early_days=figures.EARLY_DAYS,
    expert_visit=figures.EXPERT_VISIT,
    expert_fee=figures.EXPERT_FEE,
    sections=clauses.SECTIONS,
    clauses=clauses.CLAUSES,
    grounds=clauses.GROUNDS,
    exclusions=exclusions.EXCLUSIONS,
    examples=exclusions.EXAMPLES,
    criteria=evaluation.CRITERIA,
    requirements=requirements.REQUIREMENTS,
    pool_limits=pool.LIMITS,
)

PROJECT_TYPE = ApplicationType(
    kind=PROJECT,
    announcement=ANNOUNCEMENT,
    title=PURPOSES[PROJECT],
    words=words.PROJECT_WORDS,
    wizards=("consortium", "business_plan"),
    rules=rules.of_project(ANNOUNCEMENT),
    evidence=evidence.KINDS,
    owes=evidence.owed,
    consents=summarised(credit.CREDIT + personal.PERSONAL),
    documents=Documents(
        facts="project",
        folder="",
        each=(
            Document("form1", "서식1", "사업계획서", whole=True),
            Document("form2", "서식2", "기업(신용)정보 동의서"),
            Document("form3", "서식3", "개인(기업)정보 활용동의서"),
            Document("form4", "서식4", "사업자등록증명원"),
            Document("form5", "서식5", "국세·지방세 완납증명원"),
            Document("form6", "서식6", "재무제표증명원"),
            Document("form7", "서식7", "중소기업확인서"),
            Document("form8", "서식8", "공급기업 투입인력 경력", roles=(SUPPLIER,)),
        ),
        receipt=Document("receipt", "", "과제신청", whole=True),
    ),
    mails=Mails("receipt", "replacement", "withdrawal"),
    deadline=clauses.CLOSING_DAY,
    pictures=(*DIAGRAMS, SEAL),
    notices=personal.NOTICES,
    career_line=personal.CAREER_LINE,
    system_way=figures.SYSTEM_WAY,
    consortium=True,
)
POOL_TYPE = ApplicationType(
    kind=POOL,
    announcement=ANNOUNCEMENT,
    title=PURPOSES[POOL],
    words=words.POOL_WORDS,
    wizards=("supplier_pool",),
    rules=rules.of_pool(ANNOUNCEMENT),
    evidence=pool.KINDS,
    owes=pool.owed,
    consents=summarised(pool_consents.CONSENTS),
    documents=Documents(
        facts="pool",
        folder="pool",
        each=(
            Document("registration", "공급기업 풀", "공급기업 등록 신청서"),
            Document("pledge", "공급기업 풀", "서약서"),
            Document("credit", "공급기업 풀", "기업(신용)정보 동의서"),
            Document("personal", "공급기업 풀", "정보활용 동의서"),
        ),
        receipt=Document("receipt", "", "공급기업 풀 등록"),
    ),
    mails=Mails("registration", "registration", "registration_withdrawal"),
    deadline=clauses.POOL_DEADLINE,
    pictures=(SEAL,),
    number_prefix="P",
    system_way=figures.POOL_WAY,
    registers=True,
)
CONSULTING_TYPE = ApplicationType(
    kind=CONSULTING,
    announcement=ANNOUNCEMENT,
    title=PURPOSES[CONSULTING],
    words=words.CONSULTING_WORDS,
    wizards=("consulting",),
    rules=rules.of_consulting(ANNOUNCEMENT),
    evidence=(),
    owes=lambda role, answers: (),
    consents=summarised(consulting.CONSENTS),
    documents=Documents(
        facts="consulting", folder="consulting", each=(Document("sheet", "사전진단 컨설팅", "신청서"),)
    ),
    mails=Mails("request", "request", "request_withdrawal"),
    deadline=OURS,
    number_prefix="C",
    closes="consulting_closes_at",
    mailed=True,
)
SITE_TYPE = ApplicationType(
    kind=SITE,
    announcement=ANNOUNCEMENT,
    title="현장평가표",
    words=words.SITE_WORDS,
    wizards=("site_visit",),
    rules=(),
    evidence=(),
    owes=lambda role, answers: (),
    consents=(),
    documents=Documents(facts="site", folder="site", each=(Document("sheet", "현장평가", "평가표"),)),
    mails=None,
    deadline=OURS,
    number_prefix="E",
    evaluation=site_visit.SITE_VISIT,
)
TYPES = {each.kind: each for each in (PROJECT_TYPE, POOL_TYPE, CONSULTING_TYPE, SITE_TYPE)}
