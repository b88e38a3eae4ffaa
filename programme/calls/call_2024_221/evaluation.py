"""What evaluators look at (7. 평가방법), by the step of the plan that answers it. How each shows there is our reading."""

from programme.announcement import Criterion
from programme.calls.call_2024_221.clauses import ground


def criterion(clause: str, words: str, reading: str) -> Criterion:
    return Criterion(ground(clause, words), reading)


CRITERIA = {
    "overview": (
        criterion(
            "panel", "사업계획의 적정성", "과제명과 요약만 읽고도 무엇을 왜 만들고 무엇이 얼마나 바뀌는지 알 수 있나요?"
        ),
    ),
    "need": (
        criterion("site_visit", "사업필요성", "문제가 정말 있는지 숫자와 손해로 말하나요?"),
        criterion("site_visit", "추진의지 및 역량", "대표자가 직접 나서고, 지금까지 해 본 일이 있나요?"),
    ),
    "as_is": (criterion("site_visit", "사업필요성", "현장에 와서 보았을 때 적힌 그대로인가요?"),),
    "kpi": (
        criterion("site_visit", "성공가능성", "목표가 지나치지 않고 끝난 뒤 실제로 잴 수 있나요?"),
        criterion("panel", "사업계획의 적정성", "지표가 앞에서 적은 문제와 이어지나요?"),
    ),
    "effects": (
        criterion("written", "기대효과", "효과를 어떻게 계산했는지 따라가 볼 수 있나요?"),
        criterion("panel", "사업화역량", "끝난 뒤에도 매출이나 비용에 남는 변화가 있나요?"),
    ),
    "to_be": (criterion("written", "사업추진의 타당성", "바뀐 흐름이 앞에서 적은 문제를 정말 푸나요?"),),
    "functions": (criterion("panel", "사업내용의 충실성", "무엇을 만들지 빠짐없이 구체적으로 적었나요?"),),
    "system": (criterion("panel", "사업내용의 충실성", "만들 수 있는 구성이고, 데이터와 개인정보를 잘 다루나요?"),),
    "roles": (criterion("site_visit", "사업추진체계의 적정성", "누가 무엇을 맡는지 겹치거나 빈 곳이 없나요?"),),
    "schedule": (criterion("site_visit", "성공가능성", "기간 안에 끝낼 수 있고 써 볼 시간이 남나요?"),),
    "aftercare": (criterion("panel", "사업화역량", "지원이 끝난 뒤에도 계속 쓸 준비가 되었나요?"),),
    "supplier_team": (criterion("cost_review", "원가 계산", "사람 수와 기간, 단가가 만들 것에 견주어 알맞나요?"),),
    "costs": (criterion("cost_review", "원가 계산", "산출 근거가 견적과 같고 과제에 꼭 필요한가요?"),),
    "funding": (criterion("site_visit", "추진의지 및 역량", "우리가 낼 돈을 마련할 길이 분명한가요?"),),
    "adopter_team": (
        criterion("site_visit", "사업추진체계의 적정성", "맡은 일에 맞는 사람이 알맞은 시간만큼 있나요?"),
    ),
    "careers": (criterion("site_visit", "추진의지 및 역량", "공급기업 사람이 비슷한 것을 만들어 본 적이 있나요?"),),
}
