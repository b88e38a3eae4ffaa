"""The consent a request for consulting (공고 붙임1) needs: its sheet goes to an agency and to an expert."""

from programme.consents.items import REPRESENTATIVE, VISITED, named
from programme.consents.kinds import ADOPTER, OPERATOR, Consent

SHEET = "consulting"  # the document that prints it

CONSENTS = (
    Consent(
        "agency_third_party",
        SHEET,
        "개인정보 제3자 제공 동의(수행기관)",
        "2024-221-1",
        (
            ("제공하는 자", OPERATOR),
            ("받는 자", "신청할 때 고른 수행기관 한 곳과 그 기관이 정한 전문가"),
            ("받는 자의 이용 목적", "사전진단 컨설팅의 신청 확인, 전문가 연결, 방문 일정 안내, 현장방문과 진단"),
            ("항목", named(REPRESENTATIVE, VISITED)),
            (
                "보유·이용기간",
                "컨설팅을 마친 날부터 1년까지. 컨설팅을 받지 않게 되면 지체 없이 복원할 수 없는 방법으로 파기합니다.",
            ),
            (
                "거부할 권리와 불이익",
                "동의를 거부할 권리가 있습니다. 다만 이 동의가 없으면 수행기관에 신청서를 보낼 수 없어 사전진단 컨설팅 신청이 "
                "제한됩니다. 과제신청은 그대로 할 수 있습니다.",
            ),
        ),
        "개인정보 보호법 제17조·제22조",
        roles=(ADOPTER,),
        items=(REPRESENTATIVE, VISITED),
    ),
)
