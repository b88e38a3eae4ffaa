"""Frames to begin a long answer with: sentences with blanks in brackets. One never counts as an answer while a blank
stands in it, nor as it came with its brackets taken away."""

import re

BLANK = re.compile(r"\[[^\[\]\n]{1,60}\]")

SUMMARY = """우리 회사는 [우리 지역]에서 [하는 일]을 하며, 하루 평균 [하루 건수]건을 처리한다.
지금은 [현재 방식]으로 일하고 있어 [가장 큰 문제]가 있다. [조사한 기간]에 세어 보니 [문제를 보여 주는 숫자]였다.
이 과제에서는 [쓰는 기술]을 활용해 [만들 것]을 구축한다.
구축한 뒤에는 [재는 지표]를 [지금 값]에서 [목표 값]으로 바꾼다."""
BACKGROUND = """(바깥 사정) 우리 업종에서는 [최근의 변화]가 일어나고 있다. 우리 회사에서도 [변화를 보여 주는 숫자와 기간]이 나타났다.
(안쪽 사정) 지금은 [현재 방식]으로 일한다. [조사한 기간] 동안 [세어 본 것]을 조사한 결과 [결과 숫자]였다.
(손님의 불편) 손님은 [손님이 불편해하는 점]을 가장 많이 이야기한다.
(손해) 이 문제로 한 해에 [잃는 돈이나 시간]을 잃는다. 계산은 [계산한 식]이다.
(추진 의지) 이 과제는 [책임지는 사람]이 맡고, [함께하는 사람과 시간]이 참여한다.
(지금 필요한 이유) [미루면 생기는 일]이므로 지금 추진해야 한다."""
ATTEMPTS = """[해 본 때]부터 [해 본 일]을 했다. 그 결과 [좋아진 점]은 있었지만, [부족했던 점] 때문에 문제가 남았다.
그래서 이번에는 [이번에 다르게 하는 점]으로 풀려고 한다."""
AS_IS = """손님이 [연락하는 방법]으로 알려 오면 [맡은 사람]이 [적는 곳]에 적는다. 여기까지 [걸리는 시간]이 걸린다.
다음으로 [다음에 하는 일]을 하며, [한 달 건수]건 가운데 [틀리거나 밀리는 건수]건이 틀리거나 밀린다.
가장 막히는 곳은 [막히는 단계]이다. [막히는 까닭]이기 때문이다."""
QUALITATIVE = """손님은 [손님에게 좋아지는 점]을 얻는다.
직원은 [줄어드는 일] 대신 [새로 할 수 있는 일]을 한다.
회사는 [쌓이는 기록]을 보고 [내릴 수 있는 결정]을 할 수 있다."""
SPREAD = """먼저 [처음 쓰는 곳]에서 [써 보는 기간] 동안 써 본다. 다음으로 [넓힐 곳]으로 넓힌다.
공급기업은 [같은 어려움이 있는 업체]에 [나누어 줄 수 있는 기능]을 제공할 수 있다."""
TO_BE = """손님이 [새로운 신청 방법]으로 신청하면 시스템이 [자동으로 하는 일]을 한다.
직원은 [직원이 확인하는 것]만 확인한다. 그래서 [줄어드는 시간이나 잘못]이 [지금 값]에서 [목표 값]으로 준다.
시스템이 멈추면 [대신 하는 방법]으로 일하고, 나중에 옮겨 적는다."""
SOLUTION = """이 솔루션은 [쓰는 사람]이 [할 수 있는 일]을 할 수 있게 하는 [만들 것]이다.
손님 화면에서는 [손님이 하는 일]을 한다. 직원 화면에서는 [직원이 하는 일]을 한다.
[핵심 기능]은 [쓰는 기술]을 써서 [푸는 문제]를 푼다.
[이미 있는 기능]은 공급기업이 가진 것을 쓰고, [새로 만드는 기능]은 이번에 새로 만든다."""
ARCHITECTURE = """손님은 [휴대전화 화면 또는 누리집]으로, 직원은 [직원이 쓰는 화면]으로 들어온다.
서버와 데이터는 [두는 곳]에 둔다. [바깥 서비스 이름]과는 [주고받는 내용]을 주고받는다.
날마다 [백업 방법]으로 백업한다."""
COLLECTION = """[모으는 데이터]를 [모으는 때]에 모은다. 한 달에 [쌓이는 양]쯤 쌓인다.
전에 쓰던 [옮길 기록]도 옮겨 함께 쓴다."""
ANALYSIS = """모은 데이터로 [알아낼 것]을 알아낸다. 결과는 [보는 사람]이 [보는 때]에 보고 [정할 일]을 정하는 데 쓴다."""
PROVISION = (
    """사업 기관이 정한 방법에 따라 [줄 수 있는 데이터]를 [내는 모양]으로 낸다. [빼거나 가리는 것]은 빼거나 가린다."""
)
SECURITY = """개인정보는 [받는 항목]만 받고, 보내고 보관할 때 암호화한다. [볼 수 있는 사람]만 볼 수 있고 본 기록을 남긴다.
[보관 기간]이 지나면 지운다."""
ROLES = """도입기업에서는 [우리 책임자]가 과제를 책임지고 [도입기업이 맡는 일]을 맡는다.
공급기업에서는 [공급기업 책임자]가 [공급기업이 맡는 일]을 맡는다.
두 회사는 [회의 주기]마다 만나 진행을 확인한다. 의견이 다르면 [정하는 방법]으로 정한다."""
SOURCE = """현금 [현금 금액]원은 [마련하는 곳]에서 마련하며, [낼 때]에 낸다.
현물은 [참여하는 직원]의 인건비이다."""
INCIDENT = (
    """장애가 나면 [알리는 방법]으로 알린다. 공급기업은 [알리는 시간] 안에 원인을 알리고 [시간 또는 날] 안에 고친다."""
)
TRAINING = """[교육받을 사람]에게 [횟수와 시간] 동안 [교육 내용]을 가르친다. 교재는 [교재의 모양]으로 준다."""
OPERATION = (
    """운영은 [맡은 사람]이 맡는다. [얼마나 자주] 데이터를 확인하고, 사업 기관의 요청이 있으면 [내는 방법]으로 낸다."""
)

EVERY = tuple(value for name, value in list(vars().items()) if name.isupper() and isinstance(value, str))
BLANKS = frozenset(blank for skeleton in EVERY for blank in BLANK.findall(skeleton))


def unfilled(text: str) -> list[str]:
    """The blanks of any frame that still stand in an answer, in its order."""
    return [blank for blank in dict.fromkeys(BLANK.findall(text)) if blank in BLANKS]


def only_frame(text: str, skeleton: str) -> bool:
    """Whether the answer says no more than the frame: its blanks without their brackets, or not even these."""
    said = alphanumeric(text)
    return bool(said) and said in (alphanumeric(skeleton), alphanumeric(BLANK.sub("", skeleton)))


def alphanumeric(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
