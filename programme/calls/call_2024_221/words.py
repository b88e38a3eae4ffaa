"""How pages and mails speak of an application of each kind."""

from programme.application_types import Words

OPTIONAL = "필수 동의와 선택 동의를 따로 받으며, 선택 동의는 하지 않거나 비워 두어도 신청할 수 있습니다."
APPLIED = (
    "이미 제출한 기업입니다",
    "로 제출된 신청이 있습니다. 한 공고에는 기업마다 하나만 제출할 수 있습니다. 먼저 낸 신청을 철회하거나 담당자와 확인해 "
    "주세요.",
)
PROJECT_WORDS = Words(
    number="과제번호",
    sheet="신청서",
    draft="신청서",
    documents="서식",
    hand_in="신청서 제출",
    act="과제신청",
    withdrawn="신청",
    taken=APPLIED,
    consents="동의서",
    giving="동의·증빙",
    about_consents=f"서식2와 서식3에 들어갑니다. {OPTIONAL}",
    about_evidence="서식 4~8에 붙는 서류입니다.",
    doubted="요건검토에서 인정되지 않을",
    confirmed="입력한 내용과 증빙이 사실과 같음을 확인했습니다",
    copy="확인 메일도 보내 드립니다.",
    review="과제신청 검토",
    shown=(("과제명", "overview", "project"), ("정부지원금", "funding", "grant")),
)
POOL_WORDS = Words(
    number="공급기업 풀 등록번호",
    sheet="등록 신청서",
    draft="공급기업 풀 등록 신청서",
    documents="등록 서류",
    hand_in="등록 신청 제출",
    act="공급기업 풀 등록 신청",
    withdrawn="제출",
    taken=(
        "이미 등록된 사업자등록번호입니다",
        "로 이미 승인되었거나 승인을 기다리는 등록이 있습니다. 한 기업은 풀에 한 번만 등록합니다. 번호를 다시 확인하고, "
        "맞다면 먼저 등록한 동료와 확인해 주세요. 쓴 내용은 그대로 있습니다.",
    ),
    consents="서약서와 동의서",
    giving="동의·서류",
    about_consents=f"공고 붙임2의 공통 제출서류 ①~③에 들어갑니다. {OPTIONAL}",
    about_evidence="등록 내용을 확인할 서류입니다. 과제신청에도 내는 증명서는 한 번만 올리면 함께 쓰입니다.",
    doubted="보완 요청을 받을",
    confirmed="입력한 내용과 증빙이 사실과 같음을 확인했습니다",
    copy="확인 메일도 보내 드립니다.",
    review="등록 심사",
    shown=(("사업자등록번호", "company", "number"), ("주력분야", "expertise", "main_field")),
)
CONSULTING_WORDS = Words(
    number="신청번호",
    sheet="신청서",
    draft="사전진단 컨설팅 신청서",
    documents="신청서",
    hand_in="신청서 제출",
    act="컨설팅 신청",
    withdrawn="신청",
    taken=APPLIED,
    consents="동의서",
    giving="동의",
    about_consents="수행기관에 신청서를 보내려면 이 동의가 필요합니다. 동의 내용은 신청서에 함께 적힙니다.",
    about_evidence="",
    doubted="인정되지 않을",
    confirmed="입력한 내용이 사실과 같음을 확인했습니다",
    copy="같은 신청서를 메일로도 보내 드립니다.",
    review="컨설팅 신청 검토",
    shown=(("수행기관", "agency", "agency"), ("방문 희망일", "visit", "first")),
)
SITE_WORDS = Words(
    number="평가표 번호",
    sheet="평가표",
    draft="현장평가표",
    documents="평가표",
    hand_in="평가표 제출",
    act="현장평가표",
    withdrawn="평가표",
    taken=APPLIED,
    consents="",
    giving="",
    about_consents="",
    about_evidence="",
    doubted="",
    confirmed="직접 확인하고 매긴 점수와 의견임을 확인했습니다",
    copy="이 회차가 마감되기 전에는 평가 기간이 끝날 때까지 고쳐 다시 제출할 수 있습니다.",
    review="현장평가",
    shown=(("합계", "overall", "total"),),
)
