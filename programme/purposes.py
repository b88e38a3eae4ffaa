"""What somebody applies for: three purposes, each with wizards, papers, rules and a window of its own, and the words in
which pages that serve all three speak of it."""

from dataclasses import dataclass

PROJECT, POOL, CONSULTING = "project", "pool", "consulting"
PURPOSES = {
    PROJECT: "과제신청",  # 4. 접수기간 및 방법
    POOL: "공급기업 풀 등록",  # 붙임2
    CONSULTING: "사전진단 컨설팅 신청",  # 붙임1
}


@dataclass(frozen=True)
class Words:
    """How pages speak of an application of one purpose. number: what its number is called; papers: its papers together;
    consents: what is said above them; copy: what is mailed once it is handed in; shown: (label, step, field) of what is
    shown before handing in; told: title and text of what handing in here is, and is not."""

    number: str
    papers: str
    consents: str
    copy: str
    shown: tuple[tuple[str, str, str], ...]
    told: tuple[str, str]
    consortium: bool = False
    evidence: bool = False


WORDS = {
    PROJECT: Words(
        number="과제번호",
        papers="서식 1~8",
        consents="서식2와 서식3에 들어갑니다. 필수 동의와 선택 동의를 따로 받으며, 선택 동의는 하지 않아도 신청할 수 있습니다.",
        copy="접수증을 메일로도 보내 드립니다.",
        shown=(("과제명", "overview", "project"), ("정부지원금", "funding", "grant")),
        told=(
            "이 사이트의 제출은 정부 접수가 아닙니다",
            "여기서 완성한 서식을 내려받아 공고의 접수 시스템에 마감 전까지 직접 내야 합니다. 문의: 전담기관 044-300-0553, "
            "접수 시스템 044-300-0567",
        ),
        consortium=True,
        evidence=True,
    ),
    CONSULTING: Words(
        number="신청번호",
        papers="신청서",
        consents="수행기관에 신청서를 보내려면 이 동의가 필요합니다. 동의 내용은 신청서에 함께 적힙니다.",
        copy="같은 신청서를 메일로도 보내 드립니다.",
        shown=(("수행기관", "agency", "agency"), ("방문 희망일", "visit", "first")),
        told=(
            "신청서를 수행기관에 메일로 보냅니다",
            "제출하면 고르신 수행기관에 신청서를 메일로 보내고, 같은 신청서를 담당자께도 보내 드립니다. 방문 일정은 수행기관이 "
            "따로 안내합니다(공고 붙임1). 비공식 사이트이므로 신청이 접수되었는지는 수행기관에 전화로 확인해 주세요.",
        ),
    ),
}
