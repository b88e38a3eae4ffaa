"""R7, R12: papers and consents. Papers are judged on the closing day; an old one is explained, not scolded."""

from collections.abc import Iterator
from datetime import date

from programme import asked
from programme.korean import spoken_date, with_particle
from programme.papers import Kind, valid_until
from programme.purposes import POOL, PROJECT
from programme.rules.facts import BLOCK, CONSENTS, EVIDENCE, WARN, EvidenceFacts
from programme.rules.registry import COMPANY, Case, Rule, Said

AS_OF = "신청 자격은 접수 마감일에 맞추어 확인합니다."
# The clause asking for each paper of consents.
FORMS = {"form2": "credit_consent", "form3": "personal_consent", "consulting": "consulting"}
DEADLINES = {PROJECT: "closing_day", POOL: "pool_deadline"}
DOUBTS = {PROJECT: "요건검토에서 인정되지 않을", POOL: "보완 요청을 받을"}


def owed(case: Case) -> tuple[Kind, ...]:
    return asked.owed(case.facts.purpose, case.party.role, {slug: case.own(slug) for slug in case.party.data})


def paper_missing(case: Case) -> Iterator[Said]:
    for kind in owed(case):
        paper = case.party.evidence.get(kind.slug)
        if paper is None or not paper.has_file:
            yield Said(
                f"{with_particle(kind.title, '을/를')} 아직 올리지 않았습니다.",
                "이 서류가 있어야 제출할 수 있습니다.",
                f"{source(kind)} 올려 주세요.",
                field=kind.slug,
                clause=kind.clause,
            )


def source(kind: Kind) -> str:
    if kind.where:
        return f"{kind.where[0]}에서 새로 발급해"
    return "증빙 화면에"


def paper_expired(case: Case) -> Iterator[Said]:
    for kind in asked.kinds(case.facts.purpose, case.party.role):
        paper = case.party.evidence.get(kind.slug)
        last = last_day(kind, paper) if paper else None
        if last and last < case.facts.closing_day:
            yield Said(
                expired(kind, last, case.facts.closing_day),
                reason(kind, last, case.facts.closing_day),
                f"{source(kind)} 올려 주세요. 그대로 제출할 수는 있지만 {DOUBTS[case.facts.purpose]} 수 있습니다.",
                field=kind.slug,
                clause=DEADLINES[case.facts.purpose],
            )


def paper_misdated(case: Case) -> Iterator[Said]:
    closing = case.facts.closing_day
    for kind in asked.kinds(case.facts.purpose, case.party.role):
        paper = case.party.evidence.get(kind.slug)
        if paper is None or paper.issued is None:
            continue
        if paper.issued > closing or (paper.expires and paper.expires < paper.issued):
            wrong = f"접수 마감일({spoken_date(closing)})" if paper.issued > closing else "유효기간 만료일"
            yield Said(
                f"{kind.title}의 발급일이 {wrong}보다 뒤입니다.",
                AS_OF,
                "증명서에 적힌 날짜와 같은지 확인해 주세요. 잘못 적었다면 지우고 다시 올려 주세요.",
                field=kind.slug,
                clause=DEADLINES[case.facts.purpose],
            )


def paper_without_file(case: Case) -> Iterator[Said]:
    missing = owed(case)  # of these paper_missing speaks
    for kind in asked.kinds(case.facts.purpose, case.party.role):
        paper = case.party.evidence.get(kind.slug)
        if paper and not paper.has_file and kind not in missing:
            yield Said(
                f"{kind.title}의 파일이 없습니다.",
                "다른 곳에서 가져온 신청이라 목록만 있고 파일은 오지 않았습니다.",
                "증빙 화면에서 파일을 다시 올리거나 목록에서 지워 주세요.",
                field=kind.slug,
                clause=DEADLINES[case.facts.purpose],
            )


def last_day(kind: Kind, paper: EvidenceFacts) -> date | None:
    return valid_until(kind.slug, paper.issued, paper.expires)


def expired(kind: Kind, last: date, closing: date) -> str:
    title = with_particle(kind.title, "이/가")
    if kind.validity.customary:
        return f"{title} 발급한 지 오래되어 접수 마감일({spoken_date(closing)})에는 받지 않을 수 있습니다."
    return f"{title} {spoken_date(last)}에 만료되어 접수 마감일({spoken_date(closing)})에는 쓸 수 없습니다."


def reason(kind: Kind, last: date, closing: date) -> str:
    if kind.validity.to_march and (last.month, last.day) == (3, 31):
        return (
            "12월 결산 기업의 중소기업확인서는 해마다 3월 31일에 모두 끝나므로, "
            f"{closing.month}월에 접수가 마감되는 이 공고에서는 그 뒤에 새로 받은 것이 있어야 합니다."
        )
    if kind.validity.customary:
        return f"공고에 유효기간은 없지만 보통 발급일부터 {kind.validity.days}일 안의 것을 받습니다."
    if kind.validity.days:
        return f"납세증명서는 발급일부터 {kind.validity.days}일까지 쓸 수 있고, {AS_OF}"
    return AS_OF


def consent_missing(case: Case) -> Iterator[Said]:
    for consent in asked.texts(case.facts.purpose, case.party.role):
        choice = case.party.consents.get(consent.slug)
        if consent.required and choice != "yes":
            answer = f"‘{consent.answers[1]}’을 골랐습니다." if choice == "no" else "아직 답하지 않았습니다."
            yield Said(
                f"‘{consent.title}’에 {answer}",
                "신청을 처리하는 데 꼭 필요해서, 없으면 제출할 수 없습니다.",
                "동의 화면에서 내용을 읽고 골라 주세요.",
                field=consent.slug,
                clause=FORMS.get(consent.form),
            )


RULES: tuple[Rule, ...] = (
    Rule("consent", BLOCK, "credit_consent", CONSENTS, "", COMPANY, consent_missing),
    Rule("R7-paper", BLOCK, "closing_day", EVIDENCE, "", COMPANY, paper_missing),
    Rule("R7-file", BLOCK, "closing_day", EVIDENCE, "", COMPANY, paper_without_file),
    Rule("R12-misdated", WARN, "closing_day", EVIDENCE, "", COMPANY, paper_misdated),
    Rule("R12-expired", WARN, "closing_day", EVIDENCE, "", COMPANY, paper_expired),
)
POOL_RULES: tuple[Rule, ...] = (
    Rule("pool-consent", BLOCK, "pool_common_papers", CONSENTS, "", COMPANY, consent_missing),
    Rule("pool-paper", BLOCK, "pool_company_papers", EVIDENCE, "", COMPANY, paper_missing),
    Rule("pool-file", BLOCK, "pool_company_papers", EVIDENCE, "", COMPANY, paper_without_file),
    Rule("pool-misdated", WARN, "pool_deadline", EVIDENCE, "", COMPANY, paper_misdated),
    Rule("pool-expired", WARN, "pool_deadline", EVIDENCE, "", COMPANY, paper_expired),
)
