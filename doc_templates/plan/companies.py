"""2. 기업현황, the same block for every company, and 11. 붙임 목록."""

from docx.document import Document

from doc_templates import layout, parts
from doc_templates.certificates import accounts
from doc_templates.layout import Column


def companies(document: Document, number: str) -> None:
    layout.heading(document, number, "기업현황")
    layout.tag(document, "for one in companies")
    layout.sub(document, "{{ one.part }}: {{ one.company.name }}")
    company_table(document)
    accounts(document, "one")
    rights(document, "one")
    grants(document, "one")
    layout.tag(document, "if one.supplier")
    solutions(document, "one")
    record(document, "one")
    layout.sub(document, "과제 관련 역량")
    layout.prose(document, "one.track_record.strengths")
    layout.tag(document, "endif")
    declared(document, "one", "신청자격 확인(접수 마감일 기준)", "지원제외 사유")
    layout.tag(document, "endfor")


def company_table(document: Document) -> None:
    layout.label_table(
        document,
        [
            ("기업명", "{{ one.company.name }}", "대표자", "{{ one.company.representative }}"),
            ("사업자등록번호", "{{ one.company.number }}", "법인등록번호", "{{ one.company.corporation_number }}"),
            ("기업 형태", "{{ one.company.kind }}", "대표 형태", "{{ one.company.representation }}"),
            ("설립일", "{{ one.company.founded }}", "개업연월일", "{{ one.company.opened }}"),
            (
                "업종(KSIC)",
                "{{ one.business.industry_code }}  {{ one.business.industry }}",
                "주생산 서비스",
                "{{ one.business.main_service }}",
            ),
            ("중소기업 여부", "{{ one.business.sme }}", "상시근로자(명)", "{{ one.company.employees }}"),
            ("소재지", parts.address("one")),
            ("대표 전화", "{{ one.company.phone }}", "홈페이지", "{{ one.company.website }}"),
            (
                "담당자",
                "{{ one.contact.name }}",
                "부서·직위",
                "{{ one.contact.department }} {{ one.contact.position }}",
            ),
            ("담당자 전화", "{{ one.contact.phone }}", "휴대전화", "{{ one.contact.mobile }}"),
            ("이메일", "{{ one.contact.email }}"),
        ],
    )


# The tables below are a registration's too; of: what the template calls the company.


def rights(document: Document, of: str) -> None:
    layout.sub(document, "인증·지식재산")
    layout.listing(
        document,
        f"right in {of}.rights.rights",
        [
            Column("연번", 14, "{{ right.no }}", "|"),
            Column("구분", 28, "{{ right.category }}", "|"),
            Column("명칭", 68, "{{ right.name }}"),
            Column("등록번호", 34, "{{ right.number }}", "|"),
            Column("등록일", 26, "{{ right.registered }}", "|"),
        ],
    )


def grants(document: Document, of: str) -> None:
    layout.sub(document, "정부지원 수행이력")
    layout.unit(document)
    layout.listing(
        document,
        f"grant in {of}.grants.grants",
        [
            Column("연도", 16, "{{ grant.year }}", "|"),
            Column("사업명", 46, "{{ grant.programme }}"),
            Column("지원기관", 32, "{{ grant.agency }}", "|"),
            Column("과제명", 44, "{{ grant.project }}"),
            Column("지원금액", 32, "{{ grant.amount }}", "₩"),
        ],
    )


def solutions(document: Document, of: str) -> None:
    layout.sub(document, "보유 솔루션")
    layout.listing(
        document,
        f"solution in {of}.solutions.solutions",
        [
            Column("연번", 14, "{{ solution.no }}", "|"),
            Column("솔루션", 34, "{{ solution.name }}"),
            Column("설명", 66, "{{ solution.description }}"),
            Column("제공 형태", 22, "{{ solution.delivery }}", "|"),
            Column("가격", 34, "{{ solution.price }}"),
        ],
    )


def record(document: Document, of: str) -> None:
    layout.sub(document, "솔루션 구축실적")
    layout.unit(document)
    layout.listing(
        document,
        f"record in {of}.track_record.records",
        [
            Column("연도", 16, "{{ record.year }}", "|"),
            Column("고객 업종", 36, "{{ record.client }}"),
            Column("구축 내용", 64, "{{ record.content }}"),
            Column("계약금액", 32, "{{ record.amount }}", "₩"),
            Column("기간", 22, "{{ record.period }}", "|"),
        ],
    )


def declared(document: Document, of: str, title: str, reason: str) -> None:
    layout.sub(document, title)
    layout.listing(
        document,
        f"answer in {of}.declared",
        [
            Column("공고", 16, "{{ answer.number }}", "|"),
            Column(reason, 88, "{{ answer.words }}"),
            Column("해당 여부", 24, "{{ answer.said }}", "|"),
            Column("예외 사유", 42, "{{ answer.exception }}"),
        ],
    )


def attachments(document: Document, number: str) -> None:
    layout.heading(document, number, "붙임 목록")
    layout.listing(
        document,
        "attachment in attachments",
        [
            Column("연번", 12, "{{ attachment.no }}", "|"),
            Column("서식", 18, "{{ attachment.form }}", "|"),
            Column("서류", 44, "{{ attachment.title }}"),
            Column("기업명", 46, "{{ attachment.company }}"),
            Column("붙임 파일", 50, "{{ attachment.files }}"),
        ],
        together=20,
    )
