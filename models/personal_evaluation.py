"""What is kept about evaluators, and by them: a part of models/personal_data.py."""

from models.evaluation import Assignment, Conflict, Evaluator, Pledge, Round
from models.personal_terms import AS_AGREED, CONTRACT, DUTY, INTEREST, STAFF, Group, Kept

EVALUATION = Group(
    "평가위원",
    (
        Kept(
            "평가위원의 이름, 소속과 그 사업자등록번호, 전문분야, 갈 수 있는 지역, 인증 앱의 비밀값, 틀린 번호의 수",
            "과제 배정, 이해관계 확인, 본인 확인(두 번째 인증), 평가표와 사업계획서 사본에 적기",
            CONTRACT,
            "맡으신 공고의 이의신청과 감사가 끝날 때까지. 그 뒤, 그만두신 지 {evaluator}이 지나면 이름을 번호로 바꾸고 나머지는 지웁니다. 점수와 의견은 이름 없이 남습니다. 끝나는 날을 정하지 않은 공고에서는 지우지 않습니다.",
            f"본인과 {STAFF}. 신청 기업에는 보이지 않습니다.",
            (
                Evaluator.person,
                Evaluator.name,
                Evaluator.institution,
                Evaluator.number,
                Evaluator.secret,
                Evaluator.tries,
            ),
            "이름, 소속과 그 번호, 인증 앱의 비밀값",
        ),
        Kept(
            "청렴·비밀유지 서약을 한 사람의 이름과 때",
            "서약을 받았음을 확인하기",
            DUTY,
            "평가위원 정보와 같은 기간",
            f"본인과 {STAFF}",
            (Pledge.signer,),
            "이름",
        ),
        Kept(
            "이해관계를 묻는 말에 한 답, 어떤 관계인지 적은 글, 배정을 돌려보내거나 거둔 까닭, 이해관계를 적은 담당자",
            "이해관계가 있는 과제를 평가하지 않게 하기",
            INTEREST,
            "평가위원 정보와 같은 기간. 어느 과제가 닫혔는지는 이름 없이 남습니다.",
            STAFF,
            (Assignment.answers, Assignment.reason, Conflict.note, Conflict.person),
            "답과 적은 글",
        ),
        Kept(
            "평가 회차를 만들고 마감한 담당자",
            "누가 결과를 확정했는지 밝히기",
            DUTY,
            AS_AGREED,
            STAFF,
            (Round.made_by, Round.closed_by, Round.confirmed_by),
        ),
    ),
)
