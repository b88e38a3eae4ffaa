"""R7, R12: certificates and consents. Certificates are judged on the closing day; an old one is explained, not
scolded."""

from collections.abc import Iterator
from datetime import date

from programme.announcement import Announcement
from programme.consents import Consent
from programme.evidence_kinds import Kind
from programme.korean import spoken_date, with_particle
from programme.rules.facts import BLOCK, CONSENTS, EVIDENCE, WARN, EvidenceFacts, Facts
from programme.rules.registry import COMPANY, OURS, Context, Message, Rule

TAXES = ("national_tax", "local_tax")


def owed(context: Context) -> tuple[Kind, ...]:
    return context.facts.type.required_evidence(
        context.party.role, {slug: context.own(slug) for slug in context.party.data}
    )


def certificate_missing(context: Context) -> Iterator[Message]:
    for kind in owed(context):
        certificate = context.party.evidence.get(kind.slug)
        if certificate is None or not certificate.has_file:
            yield Message(
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


def certificate_expired(context: Context) -> Iterator[Message]:
    for kind in context.facts.type.kinds(context.party.role):
        certificate = context.party.evidence.get(kind.slug)
        last = last_day(kind, certificate) if certificate else None
        if last and last < context.facts.closing_day:
            yield Message(
                expired(kind, last, context.facts.closing_day),
                reason(kind, last, context.facts),
                f"{source(kind)} 올려 주세요. 그대로 제출할 수는 있지만 {context.facts.type.words.doubted} 수 있습니다.",
                field=kind.slug,
                ground=context.facts.type.deadline if kind.slug in TAXES else OURS,
            )


def certificate_misdated(context: Context) -> Iterator[Message]:
    closing = context.facts.closing_day
    for kind in context.facts.type.kinds(context.party.role):
        certificate = context.party.evidence.get(kind.slug)
        if certificate is None or certificate.issued is None:
            continue
        if certificate.issued > closing or (certificate.expires and certificate.expires < certificate.issued):
            wrong = f"접수 마감일({spoken_date(closing)})" if certificate.issued > closing else "유효기간 만료일"
            yield Message(
                f"{kind.title}의 발급일이 {wrong}보다 뒤입니다.",
                "그런 날짜는 잘못 적은 것일 수 있습니다.",
                "증명서에 적힌 날짜와 같은지 확인해 주세요. 잘못 적었다면 지우고 다시 올려 주세요.",
                field=kind.slug,
            )


def certificate_without_file(context: Context) -> Iterator[Message]:
    missing = owed(context)  # of these certificate_missing speaks
    for kind in context.facts.type.kinds(context.party.role):
        certificate = context.party.evidence.get(kind.slug)
        if certificate and not certificate.has_file and kind not in missing:
            yield Message(
                f"{kind.title}의 파일이 없습니다.",
                "다른 곳에서 가져온 신청이라 목록만 있고 파일은 오지 않았습니다.",
                "증빙 화면에서 파일을 다시 올리거나 목록에서 지워 주세요.",
                field=kind.slug,
            )


def certificate_undescribed(context: Context) -> Iterator[Message]:
    if count := context.party.undescribed:
        yield Message(
            f"무슨 서류인지 정하지 않은 파일이 {count:,}개 있습니다.",
            "종류를 정하지 않은 파일은 올린 것으로 치지 않고, 서식과 제출에도 들어가지 않습니다.",
            "파일마다 종류와 발급일을 적어 주세요. 쓰지 않을 파일은 지우면 됩니다.",
        )


def last_day(kind: Kind, certificate: EvidenceFacts) -> date | None:
    return kind.valid_until(certificate.issued, certificate.expires)


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


def consent_missing(context: Context) -> Iterator[Message]:
    for text in consents_answered(context, ""):
        yield Message(
            f"‘{text.title}’에 아직 답하지 않았습니다.",
            needed(context, text),
            "동의 화면에서 내용을 읽고 골라 주세요.",
            field=text.slug,
            ground=context.call.grounds.get(text.form, OURS),
        )


def consent_refused(context: Context) -> Iterator[Message]:
    for text in consents_answered(context, "no"):
        yield Message(
            f"‘{text.title}’: {text.refusal}.",
            needed(context, text),
            f"거부할 수 있지만 ‘{text.answers[0]}’으로 바꾸지 않으면 제출할 수 없습니다. 동의 화면에서 바꿀 수 있습니다.",
            field=text.slug,
            ground=context.call.grounds.get(text.form, OURS),
        )


def consents_answered(context: Context, choice: str) -> list[Consent]:
    """The required texts about which the company chose so; "" for those it has not answered."""
    texts = context.facts.type.texts(context.party.role)
    return [text for text in texts if text.required and (context.party.consents.get(text.slug) or "") == choice]


def needed(context: Context, text: Consent) -> str:
    if text.form not in context.call.grounds:
        return "신청서를 수행기관에 보내려면 이 동의가 있어야 합니다."
    of = context.call.grounds[text.form].words
    return f"공고의 제출서류 ‘{of}’에 들어가는 필수 항목입니다. 항목을 나눈 것과 문안은 이 사이트가 정했습니다."


def rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("consent", BLOCK, call.grounds["form2"], CONSENTS, "", COMPANY, consent_missing),
        Rule("consent-refused", BLOCK, call.grounds["form2"], CONSENTS, "", COMPANY, consent_refused),
        Rule("R7-evidence", BLOCK, OURS, EVIDENCE, "", COMPANY, certificate_missing),
        Rule("R7-file", BLOCK, OURS, EVIDENCE, "", COMPANY, certificate_without_file),
        Rule("R12-undescribed", WARN, OURS, EVIDENCE, "", COMPANY, certificate_undescribed),
        Rule("R12-misdated", WARN, OURS, EVIDENCE, "", COMPANY, certificate_misdated),
        Rule("R12-expired", WARN, call.grounds["closing_day"], EVIDENCE, "", COMPANY, certificate_expired),
    )


def pool_rules(call: Announcement) -> tuple[Rule, ...]:
    return (
        Rule("pool-consent", BLOCK, call.grounds["pool_pledge"], CONSENTS, "", COMPANY, consent_missing),
        Rule("pool-consent-refused", BLOCK, call.grounds["pool_pledge"], CONSENTS, "", COMPANY, consent_refused),
        Rule("pool-evidence", BLOCK, OURS, EVIDENCE, "", COMPANY, certificate_missing),
        Rule("pool-file", BLOCK, OURS, EVIDENCE, "", COMPANY, certificate_without_file),
        Rule("pool-undescribed", WARN, OURS, EVIDENCE, "", COMPANY, certificate_undescribed),
        Rule("pool-misdated", WARN, OURS, EVIDENCE, "", COMPANY, certificate_misdated),
        Rule("pool-expired", WARN, call.grounds["pool_deadline"], EVIDENCE, "", COMPANY, certificate_expired),
    )
