"""공급기업 등록 신청서: everything the supplier said, in the order of 붙임2."""

from docx.document import Document

from doc_templates import layout, page, parts
from doc_templates.certificates import accounts
from doc_templates.layout import Column
from doc_templates.plan import companies
from doc_templates.pool.promises import FORM, STAMPED

NAME = "공급기업 등록 신청서"


def draw() -> Document:
    document = page.blank(FORM, NAME, STAMPED)
    layout.name_box(document, "공급기업 등록 신청서")
    layout.label_table(document, [("{{ reception.number }}", "{{ stamp.receipt }}", "등록번호", "{{ stamp.number }}")])
    layout.heading(document, "1", "기업 정보")
    firm(document)
    accounts(document, "company")
    companies.rights(document, "company")
    companies.grants(document, "company")
    layout.heading(document, "2", "전문분야와 솔루션")
    expertise(document)
    companies.solutions(document, "company")
    layout.heading(document, "3", "보유인력과 실적")
    staff(document)
    companies.record(document, "company")
    layout.sub(document, "구축 역량")
    layout.prose(document, "company.track_record.strengths")
    layout.heading(document, "4", "등록제한 확인과 제출서류")
    companies.declared(document, "company", "등록제한 확인(등록기간 마감일 기준)", "등록제한 사유")
    evidence(document)
    stated = "위와 같이 공급기업 풀 등록을 신청하며, 적은 내용이 사실과 다름없음을 확인합니다."
    layout.centred(document, stated, before=18, together=True)
    parts.signature(document, before=14)
    return document


def firm(document: Document) -> None:
    layout.label_table(
        document,
        [
            ("회사명", "{{ company.company.name }}", "대표자", "{{ company.company.representative }}"),
            (
                "사업자등록번호",
                "{{ company.company.number }}",
                "법인등록번호",
                "{{ company.company.corporation_number }}",
            ),
            ("기업 형태", "{{ company.company.kind }}", "대표 형태", "{{ company.company.representation }}"),
            ("설립일", "{{ company.company.founded }}", "개업연월일", "{{ company.company.opened }}"),
            ("소재지", parts.address("company")),
            ("대표 전화", "{{ company.company.phone }}", "홈페이지", "{{ company.company.website }}"),
            (
                "업종(KSIC)",
                "{{ company.business.industry_code }}  {{ company.business.industry }}",
                "주생산 서비스",
                "{{ company.business.main_service }}",
            ),
            ("중소기업 여부", "{{ company.business.sme }}", "상시근로자(명)", "{{ company.company.employees }}"),
            (
                "대표자 전화",
                "{{ company.representative.phone }}",
                "대표자\n휴대전화",
                "{{ company.representative.mobile }}",
            ),
            ("대표자 이메일", "{{ company.representative.email }}"),
            (
                "담당자",
                "{{ company.contact.name }}",
                "부서·직위",
                "{{ company.contact.department }} {{ company.contact.position }}",
            ),
            ("담당자 전화", "{{ company.contact.phone }}", "담당자\n휴대전화", "{{ company.contact.mobile }}"),
            ("담당자 이메일", "{{ company.contact.email }}"),
        ],
    )


def expertise(document: Document) -> None:
    layout.label_table(
        document,
        [
            ("주력분야", "{{ company.expertise.main_field }}", "소재 지역", "{{ company.expertise.region }}"),
            ("그 밖의 분야", "{{ company.expertise.other_fields }}"),
            ("전문특화 업종", "{{ company.expertise.industries }}"),
        ],
    )
    layout.sub(document, "회사와 솔루션 소개")
    layout.prose(document, "company.expertise.summary")


def staff(document: Document) -> None:
    layout.label_table(
        document,
        [("SW 인력(명)", "{{ company.staff.software }}", "엔지니어링(명)", "{{ company.staff.engineering }}")],
    )
    layout.sub(document, "주요 인력")
    layout.listing(
        document,
        "person in company.staff.people",
        [
            Column("연번", 14, "{{ person.no }}", "|"),
            Column("성명", 28, "{{ person.name }}", "|"),
            Column("구분", 28, "{{ person.kind }}", "|"),
            Column("맡은 일", 48, "{{ person.duty }}"),
            Column("경력(년)", 20, "{{ person.years }}", ">"),
            Column("자격", 32, "{{ person.qualification }}"),
        ],
    )


def evidence(document: Document) -> None:
    layout.sub(document, "제출서류")
    layout.listing(
        document,
        "certificate in company.evidence",
        [
            Column("연번", 12, "{{ certificate.no }}", "|"),
            Column("서류", 40, "{{ certificate.title }}"),
            Column("발급기관\n발급번호", 34, two("certificate.issuer", "certificate.number"), "|"),
            Column("발급일\n유효기간", 26, two("certificate.issued", "certificate.expires"), "|"),
            Column("붙임 파일", 58, "{{ certificate.file }}"),
        ],
        ended=True,
    )


def two(first: str, second: str) -> str:
    """Two lines of a cell, or one where the second is empty."""
    return f"{{{{ {first} }}}}\n{{%p if {second} %}}\n{{{{ {second} }}}}\n{{%p endif %}}"
