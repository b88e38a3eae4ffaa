"""The help of each step, by its slug. What evaluators look at there, a call's package says."""

from programme.guidance.kinds import Guidance

PLAN = {
    "overview": Guidance(
        prompts=(
            "요약 1~2문장: 우리 회사가 하는 일과 지금의 문제(숫자 하나)",
            "요약 3문장: 무엇을 만드는지",
            "요약 4~5문장: 다 만들면 어떤 숫자가 얼마로 바뀌는지",
            "구축 기간은 선정된 뒤 협약할 때부터 잡습니다. 공고의 일정을 보세요.",
        ),
        words=("as_is", "solution", "bm", "delivery"),
    ),
    "need": Guidance(
        prompts=(
            "바깥 사정: 손님과 시장이 어떻게 달라졌나요?",
            "안쪽 사정: 지금 일을 어떻게 하고, 어디에서 막히나요? 한 달이나 석 달을 세어 숫자로 적으세요.",
            "손해: 그 문제로 한 해에 돈이나 시간을 얼마나 잃나요? 표에는 계산식도 적습니다.",
            "지금까지: 고쳐 보려고 무엇을 했고, 왜 부족했나요?",
            "왜 지금, 왜 이 과제인가요?",
        ),
        words=("loss", "basis", "as_is"),
    ),
    "as_is": Guidance(
        prompts=(
            "손님이 처음 연락하는 때부터 돈을 받는 때까지",
            "단계마다 누가, 무엇으로(전화, 종이, 엑셀) 하는지",
            "설명에는 단계마다 걸리는 시간과 건수",
            "가장 자주 틀리거나 밀리는 단계가 어디인지",
        ),
        words=("as_is", "to_be"),
    ),
    "kpi": Guidance(
        prompts=(
            "앞에서 적은 문제마다 지표를 하나씩 고릅니다.",
            "지금 값은 실제로 세어 본 숫자, 목표는 끝난 뒤 잴 수 있는 숫자로 적습니다.",
            "측정방법은 ‘무엇 ÷ 무엇’처럼 남이 그대로 셀 수 있게 적습니다.",
            "가중치는 중요한 차례로 나눕니다.",
        ),
        words=("kpi", "as_is", "to_be", "weight", "method", "proof"),
    ),
    "effects": Guidance(
        prompts=(
            "성과지표의 목표가 되면 돈·시간·사람이 얼마나 달라지는지 표에 계산합니다.",
            "정성 효과: 손님, 직원, 회사에게 좋아지는 점을 따로따로",
            "확산: 다른 지점이나 같은 일을 하는 다른 업체로 어떻게 넓힐지",
        ),
        words=("qualitative", "basis", "spread"),
    ),
    "to_be": Guidance(
        prompts=(
            "현재 업무 흐름과 같은 차례로",
            "사람이 하던 일 가운데 무엇을 시스템이 하고, 무엇은 그대로 사람이 하는지",
            "설명에는 단계마다 줄어드는 시간과 틀리는 일",
            "시스템이 멈추면 어떻게 하는지 한 문장",
        ),
        words=("to_be", "as_is"),
    ),
    "functions": Guidance(
        prompts=(
            "한 문장으로 무엇을 만드는지",
            "누가 어떤 화면에서 무엇을 하게 되는지(손님, 직원, 대표)",
            "기능마다 앞에서 적은 문제 가운데 무엇을 푸는지",
            "이미 있는 것과 새로 만드는 것을 나누어서. 기술 이름은 공급기업이 적어도 됩니다.",
        ),
        words=("solution", "technology", "novelty", "api"),
    ),
    "system": Guidance(
        prompts=(
            "시스템 구성: 화면, 서버, 데이터 보관소, 바깥 서비스. 공급기업이 쓰는 것이 좋습니다.",
            "데이터: 무엇을, 언제, 얼마나 모으고 무엇에 쓰는지",
            "제공: 사업 기관에 무엇을 어떤 모양으로 줄 수 있는지",
            "보안: 누가 볼 수 있는지, 암호로 감추는지, 언제 지우는지",
        ),
        words=("architecture", "cloud", "api", "data_use", "anonymous"),
    ),
    "roles": Guidance(
        prompts=(
            "도입기업이 맡는 것: 업무를 알려 주고, 결정하고, 써 보는 일",
            "공급기업이 맡는 것: 설계, 개발, 시험, 교육",
            "함께하는 것: 회의를 얼마나 자주 하고 의견이 다르면 누가 정하는지",
        ),
        words=("roles", "adopter", "supplier"),
    ),
    "schedule": Guidance(
        prompts=(
            "설계 → 개발 → 시험 → 실제로 써 보기 차례로 나눕니다.",
            "써 보고 고치는 기간을 한 달 넘게 남겨 두세요.",
        ),
        words=("gantt",),
    ),
    "aftercare": Guidance(
        prompts=(
            "하자보수: 다 만든 뒤 몇 개월 동안 돈을 받지 않고 고치는지",
            "장애: 어디로 알리고, 몇 시간 안에 누가 움직이는지",
            "교육: 누구에게, 몇 번, 무엇을 보고",
            "운영: 데이터를 얼마나 자주 확인하고 누가 맡는지. 공급기업과 정해서 적으세요.",
        ),
        words=("warranty", "maintenance", "incident", "data_use"),
    ),
    "adopter_team": Guidance(
        prompts=(
            "투입공수 = 개월 수 × 참여율. 반만 일하면 0.5를 곱합니다.",
            "월 단가에는 월급을 그대로 적습니다.",
        ),
        words=("mm", "in_kind"),
    ),
    "supplier_team": Guidance(
        prompts=(
            "한 사람에 한 줄씩. 직무가 둘이면 두 줄로 나눕니다.",
            "투입공수 = 일하는 달 수. 반만 일하면 0.5를 곱합니다.",
            "월 단가를 아래 평균임금과 다르게 적으면 까닭을 준비하세요.",
        ),
        words=("mm", "wage", "average_wage", "job"),
        wages=True,
    ),
    "costs": Guidance(
        prompts=(
            "견적을 받은 것부터 한 줄씩, 산출 근거는 ‘개수 × 값’으로",
            "장비는 과제에 꼭 필요한 것만. 장비가 주된 목적이면 지원받을 수 없습니다.",
        ),
        words=("cost_category", "basis", "in_kind", "licence", "cloud", "cost_review"),
    ),
    "funding": Guidance(
        prompts=("조달 방법: 현금을 언제, 어디에서 마련하는지(통장 잔액, 대출 약속)",),
        words=("total", "grant", "private", "in_kind", "vat"),
    ),
    "careers": Guidance(
        prompts=("경력증명서에 있는 것만, 이 과제와 가까운 일부터",),
        words=("career", "job"),
    ),
}
COMPANIES = {
    "business": Guidance(words=("sme", "ksic", "main_service")),
    "history": Guidance(words=("smart_factory", "smart_workshop", "new", "upgrade")),
    "exclusions": Guidance(words=("arrears", "deferral", "disqualified", "default", "rehabilitation", "sanction")),
    "limits": Guidance(words=("arrears", "deferral", "disqualified", "default", "rehabilitation", "sanction")),
    "finances": Guidance(words=("equity", "profit")),
    "rights": Guidance(words=("rights",)),
    "solutions": Guidance(words=("solution", "saas")),
    "earlier_build": Guidance(words=("upgrade", "solution")),
}
GUIDANCE = PLAN | COMPANIES
