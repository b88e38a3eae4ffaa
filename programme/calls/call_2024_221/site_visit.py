"""현장평가 (7. 평가방법): its criteria are the announcement's, the points of each and all figures but the pass mark are
ours."""

from programme.calls.call_2024_221.clauses import ground
from programme.evaluation import Evaluation, Figure, Points

EACH = 25  # points a criterion: four alike, the announcement gives none


def criterion(slug: str, words: str, question: str) -> Points:
    return Points(slug, words, question, EACH, ground("site_visit", words))


SITE_VISIT = Evaluation(
    version="site",
    title="현장평가",
    criteria=(
        criterion("need", "사업필요성", "현장에서 본 문제가 사업계획서에 적힌 대로이고, 이 사업으로 풀 만한가요?"),
        criterion("will", "추진의지 및 역량", "대표자와 담당자가 직접 나서고, 해 낼 사람과 돈이 있나요?"),
        criterion("system", "사업추진체계의 적정성", "도입기업과 공급기업이 나눈 일에 겹치거나 빈 곳이 없나요?"),
        criterion("success", "성공가능성", "기간 안에 만들고 실제로 쓸 수 있으며, 목표를 잴 수 있나요?"),
    ),
    evaluators=Figure(2, "과제마다 평가위원", "명"),
    quorum=Figure(2, "마감에 필요한 평가표", "장"),
    passing=Figure(6000, "추천 기준", "점", ground("pass_mark", "평가점수 60점 이상")),
    spread=Figure(20, "차이를 알리는 점수", "점"),
    trimmed=Figure(5, "최고·최저를 빼는 평가표", "장부터"),
    open_days=Figure(14, "평가 기간", "일"),
    cases=Figure(12, "평가위원 한 사람이 맡는 과제", "건까지"),
)
