"""사전진단 컨설팅 신청서 (공고 붙임1): one sheet, mailed to the agency that was chosen."""

from docx.document import Document

from doc_templates import consents, layout, page, parts


def draw() -> Document:
    document = page.blank("붙임1", "사전진단 컨설팅 신청서", "신청번호")
    layout.name_box(document, "사전진단 컨설팅 신청서")
    layout.label_table(
        document,
        [
            (
                "신청 수행기관",
                "{{ agency.agency }}",
                "{{ reception.number }}",
                "{{ stamp.receipt }} {{ stamp.edition }}",
            ),
            ("사업명", "{{ call.title }} ({{ call.notice }})"),
        ],
    )
    company(document)
    contact(document)
    layout.sub(document, "디지털 인프라 현황")
    layout.label_table(document, [("쓰고 있는 것", "{{ infrastructure.used }}")])
    layout.gap(document, 4)
    layout.prose(document, "infrastructure.state")
    layout.sub(document, "받고 싶은 컨설팅")
    layout.label_table(document, [("도움받을 것", "{{ wish.topics }}")])
    layout.gap(document, 4)
    layout.prose(document, "wish.goal")
    layout.sub(document, "방문 희망 일정")
    layout.label_table(
        document,
        [
            ("희망일", "{{ visit.first }}", "다른 희망일", "{{ visit.second }}"),
            (
                "희망 시간",
                "{{ visit.hours }}",
                "방문할 곳",
                "{% if visit.place %}{{ visit.place }}{% else %}소재지{% endif %}",
            ),
        ],
    )
    consent(document)
    layout.centred(document, "위와 같이 사전진단 컨설팅을 신청합니다.", before=14, together=True)
    signer = "{{ company.company.name }}   대표자 {{ company.company.representative }}"
    layout.centred(document, signer, before=6, together=True)
    layout.centred(document, "{{ agency.agency }}  귀하", points=14, before=10, bold=True)
    return document


def company(document: Document) -> None:
    layout.sub(document, "신청 기업")
    layout.label_table(
        document,
        [
            ("기업명", "{{ company.company.name }}", "대표자", "{{ company.company.representative }}"),
            ("사업자등록번호", "{{ company.company.number }}", "대표 전화", "{{ company.company.phone }}"),
            (
                "개업연월일",
                "{{ company.company.opened }}",
                "상시근로자",
                "{{ company.company.employees }}{% if company.company.employees %}명{% endif %}",
            ),
            ("업종", "{{ company.business.industry }} ({{ company.business.industry_code }})"),
            ("주생산 서비스", "{{ company.business.main_service }}", "중소기업", "{{ company.business.sme }}"),
            ("소재지", parts.address("company")),
            ("홈페이지", "{{ company.company.website }}"),
        ],
    )


def contact(document: Document) -> None:
    layout.sub(document, "실무 담당자")
    layout.label_table(
        document,
        [
            (
                "이름",
                "{{ company.contact.name }}",
                "부서·직위",
                "{{ company.contact.department }} {{ company.contact.position }}",
            ),
            ("전화", "{{ company.contact.phone }}", "휴대전화", "{{ company.contact.mobile }}"),
            ("이메일", "{{ company.contact.email }}"),
        ],
    )


def consent(document: Document) -> None:
    """What was chosen about giving personal data to the agency, and the text it was chosen about."""
    layout.tag(document, "for consent in company.consulting")
    layout.sub(document, "[{{ consent.need }}] {{ consent.title }}")
    consents.table(document, "consent", consents.CONSENT)
    consents.notices(document, "loop.last")
    layout.tag(document, "endfor")
