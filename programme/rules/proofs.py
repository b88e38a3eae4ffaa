"""R7, R12: papers and consents. Papers are judged on the closing day; an old one is explained, not scolded."""

from collections.abc import Iterator
from datetime import date

from programme.announcement import Announcement
from programme.consents import Consent
from programme.korean import spoken_date, with_particle
from programme.papers import Kind
from programme.rules.facts import BLOCK, CONSENTS, EVIDENCE, WARN, EvidenceFacts, Facts
from programme.rules.registry import COMPANY, OURS, Case, Rule, Said

TAXES = ("national_tax", "local_tax")


def owed(case: Case) -> tuple[Kind, ...]:
    return case.facts.type.owed(case.party.role, {slug: case.own(slug) for slug in case.party.data})


def paper_missing(case: Case) -> Iterator[Said]:
    for kind in owed(case):
        paper = case.party.evidence.get(kind.slug)
        if paper is None or not paper.has_file:
            yield Said(
                f"{with_particle(kind.title, '을/를')} 아직 올리지 않았습니다.",
                asked_by(kind),
                f"{source(kind)} 올려 주세요.",
                field=kind.slug,
                ground=kind.ground,
            )


def asked_by(kind: Kind) -> str:
    if kind.ground == OURS:
        return "고르신 예외 사유를 보여 주는 서류가 있어야 그 사유를 확인할 수 있습니다."
    if kind.ground.words in kind.title:
        return "공고가 정한 제출서류입니다."
    return f"공고의 제출서류 ‘{kind.ground.words}’에 해당합니다."


def source(kind: Kind) -> str:
    if kind.where:
        return f"{kind.where[0]}에서 새로 발급해"
    return "증빙 화면에"


def paper_expired(case: Case) -> Iterator[Said]:
    for kind in case.facts.type.kinds(case.party.role):
        paper = case.party.evidence.get(kind.slug)
        last = last_day(kind, paper) if paper else None
        if last and last < case.facts.closing_day:
            yield Said(
                expired(kind, last, case.facts.closing_day),
                reason(kind, last, case.facts),
                f"{source(kind)} 올려 주세요. 그대로 제출할 수는 있지만 {case.facts.type.words.doubted} 수 있습니다.",
                field=kind.slug,
                ground=case.facts.type.deadline if kind.slug in TAXES else OURS,
            )


def paper_misdated(case: Case) -> Iterator[Said]:
    closing = case.facts.closing_day
    for kind in case.facts.type.kinds(case.party.role):
        paper = case.party.evidence.get(kind.slug)
        if paper is None or paper.issued is None:
            continue
        if paper.issued > closing or (paper.expires and paper.expires < paper.issued):
            wrong = f"접수 마감일({spoken_date(closing)})" if paper.issued > closing else "유효기간 만료일"
            yield Said(
                f"{kind.title}의 발급일이 {wrong}보다 뒤입니다.",
                "그런 날짜는 잘못 적은 것일 수 있습니다.",
                "증명서에 적힌 날짜와 같은지 확인해 주세요. 잘못 적었다면 지우고 다시 올려 주세요.",
                field=kind.slug,
            )


def paper_without_file(case: Case) -> Iterator[Said]:
    missing = owed(case)  # of these paper_missing speaks
    for kind in case.facts.type.kinds(case.party.role):
        paper = case.party.evidence.get(kind.slug)
        if paper and not paper.has_file and kind not in missing:
            yield Said(
                f"{kind.title}의 파일이 없습니다.",
                "다른 곳에서 가져온 신청이라 목록만 있고 파일은 오지 않았습니다.",
                "증빙 화면에서 파일을 다시 올리거나 목록에서 지워 주세요.",
                field=kind.slug,
            )


def last_day(kind: Kind, paper: EvidenceFacts) -> date | None:
    return kind.valid_until(paper.issued, paper.expires)


def expired(kind: Kind, last: date, closing: date) -> str:
    title = with_particle(kind.title, "이/가")
    if kind.validity.customary:
        return f"{title} 발급한 지 오래되어 접수 마감일({spoken_date(closing)})에는 받지 않을 수 있습니다."
    return f"{title} {spoken_date(last)}에 만료되어 접수 마감일({spoken_date(closing)})에는 쓸 수 없습니다."


def reason(kind: Kind, last: date, facts: Facts) -> str:
    if kind.slug in TAXES:
        return f"납세증명서는 발급일부터 {kind.validity.days}일까지 쓸 수 있고, 체납은 {with_particle(facts.type.deadline.words, '으로/로')} 봅니다."
    if kind.validity.to_march and (last.month, last.day) == (3, 31):
        return (
            "12월 결산 기업의 중소기업확인서는 해마다 3월 31일에 모두 끝나므로, "
            f"{facts.closing_day.month}월에 접수가 마감되는 이 공고에서는 그 뒤에 새로 받은 것이 있어야 합니다."
        )
    if kind.validity.customary:
        return f"공고에 유효기간은 없지만 보통 발급일부터 {kind.validity.days}일 안의 것을 받습니다."
    return "서류에 적힌 유효기간이 접수 마감일보다 먼저 끝납니다."


def consent_missing(case: Case) -> Iterator[Said]:
    for text in unagreed(case, ""):
        yield Said(
            f"‘{text.title}’에 아직 답하지 않았습니다.",
            needed(case, text),
            "동의 화면에서 내용을 읽고 골라 주세요.",
            field=text.slug,
            ground=case.call.grounds.get(text.form, OURS),
        )


def consent_refused(case: Case) -> Iterator[Said]:
    for text in unagreed(case, "no"):
        yield Said(
            f"‘{text.title}’: {text.refusal}.",
            needed(case, text),
            f"거부할 수 있지만 ‘{text.answers[0]}’으로 바꾸지 않으면 제출할 수 없습니다. 동의 화면에서 바꿀 수 있습니다.",
            field=text.slug,
            ground=case.call.grounds.get(text.form, OURS),
        )


def unagreed(case: Case, choice: str) -> list[Consent]:
    """The required texts about which the company chose so; "" for those it has not answered."""
    texts = case.facts.type.texts(case.party.role)
    return [text for text in texts if text.required and (case.party.consents.get(text.slug) or "") == choice]


def needed(case: Case, text: Consent) -> str:
    if text.form not in case.call.grounds:
        return "신청서를 수행기관에 보내려면 이 동의가 있어야 합니다."
    of = case.call.grounds[text.form].words
    return f"공고의 제출서류 ‘{of}’에 들어가는 필수 항목입니다. 항목을 나눈 것과 문안은 이 사이트가 정했습니다."


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("consent", BLOCK, call.grounds["form2"], CONSENTS, "", COMPANY, consent_missing),
        Rule("consent-refused", BLOCK, call.grounds["form2"], CONSENTS, "", COMPANY, consent_refused),
        Rule("R7-paper", BLOCK, OURS, EVIDENCE, "", COMPANY, paper_missing),
        Rule("R7-file", BLOCK, OURS, EVIDENCE, "", COMPANY, paper_without_file),
        Rule("R12-misdated", WARN, OURS, EVIDENCE, "", COMPANY, paper_misdated),
        Rule("R12-expired", WARN, call.grounds["closing_day"], EVIDENCE, "", COMPANY, paper_expired),
    )


def pool_rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("pool-consent", BLOCK, call.grounds["pool_pledge"], CONSENTS, "", COMPANY, consent_missing),
        Rule("pool-consent-refused", BLOCK, call.grounds["pool_pledge"], CONSENTS, "", COMPANY, consent_refused),
        Rule("pool-paper", BLOCK, OURS, EVIDENCE, "", COMPANY, paper_missing),
        Rule("pool-file", BLOCK, OURS, EVIDENCE, "", COMPANY, paper_without_file),
        Rule("pool-misdated", WARN, OURS, EVIDENCE, "", COMPANY, paper_misdated),
        Rule("pool-expired", WARN, call.grounds["pool_deadline"], EVIDENCE, "", COMPANY, paper_expired),
    )
