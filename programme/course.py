"""The course of a case after closing (공고 6. 지원절차, 7. 평가방법), as one table of moves: who leads a case from which state
to which, what is asked for it, who confirms it, which mails and documents it owes.

The table is the only place that says so. From it come the guard of every move and the buttons of the case's page
(services/evaluation/moves.py), the states of the permission table, docs/cases.md, and the test that tries every move in
every state as everybody.
"""

from dataclasses import dataclass

RECEIVED, CHECKING, COMPLETION = "received", "checking", "completion"
INELIGIBLE, ELIGIBLE = "ineligible", "eligible"
VISIT, RECOMMENDED, VISIT_FAILED, WITHDRAWN = "visit", "recommended", "visit_failed", "withdrawn"
STATES = {
    RECEIVED: "요건 확인 전",
    CHECKING: "요건 확인 중",
    COMPLETION: "보완 기다림",
    INELIGIBLE: "요건 미충족",
    ELIGIBLE: "요건 충족",  # where a call takes no site visits: nothing of what follows is done here
    VISIT: "현장평가",
    RECOMMENDED: "서면평가 추천",
    VISIT_FAILED: "현장평가 미추천",
    WITHDRAWN: "철회됨",
}
NOWHERE = ""  # before a case is opened
HELD = "held"  # beside every state: nothing but releasing is done to a case that is held
STATES_NOW = STATES | {HELD: "보류"}
ENDED = (WITHDRAWN,)  # nothing leads on from here
ACTIVE = tuple(state for state in STATES if state not in ENDED)
HOLDABLE = tuple(state for state in ACTIVE if state != COMPLETION)  # held, the applicant's days would run out unused

LEAD_AGENCY, AGENCY, LEAD = "lead agency", "agency", "lead"  # as services/access/permissions.py: Role names them
OFFICERS = (AGENCY, LEAD_AGENCY)

OPEN, TAKE_UP, REASSIGN = "open", "take_up", "reassign"
ASK_COMPLETION, HAND_IN, END_COMPLETION = "ask_completion", "hand_in_completion", "end_completion"
FIND_INELIGIBLE, REINSTATE, PASS = "find_ineligible", "reinstate", "pass_requirements"
CLOSE_SITE, VISIT_AGAIN = "close_site", "visit_again"
ASK_WITHDRAWAL, KEEP, WITHDRAW = "ask_withdrawal", "keep", "withdraw"
HOLD, RELEASE = "hold", "release"


NOUNS = {  # how a history says the last word of a button
    "끝내기": "끝냄",
    "거두기": "거둠",
    "마치기": "마침",
    "바꾸기": "바꿈",
    "풀기": "풂",
    "열기": "엶",
    "하기": "",
}


@dataclass(frozen=True)
class Move:
    """name: as history and addresses keep it; title: on its button; before: the states it is made in; after: where it
    leads, () for where it was, several where what is found (the caller names one) or the call decides. who: whose
    people make it; confirmed: of whose officers another must confirm it, "" for none. asks: what is asked for it, by
    name of a field; needs: what must hold besides, in words. mails: kinds of mail it owes; documents: templates it
    owes. effect: what pressing it does, said beside the button. button: whether it is a button of the case's page."""

    name: str
    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    who: tuple[str, ...]
    effect: str = ""
    confirmed: str = ""
    asks: tuple[str, ...] = ()
    needs: str = ""
    mails: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    button: bool = True

    @property
    def noun(self) -> str:
        """The same once it was made, as a history names it."""
        for ending, made in NOUNS.items():
            if self.title.endswith(ending):
                return self.title.removesuffix(ending) + made
        return self.title

    def leads_to(self, state: str) -> tuple[str, ...]:
        """Where it may lead from a state it is made in."""
        return self.after or (state,)


MOVES: tuple[Move, ...] = (
    Move(
        OPEN,
        "과제 열기",
        (NOWHERE,),
        (RECEIVED,),
        (LEAD_AGENCY,),
        effect="마감 뒤 제출되어 있는 과제신청마다 과제를 하나씩 엽니다.",
        needs="접수가 마감되었고, 과제신청이 제출되어 있을 것",
        button=False,
    ),
    Move(
        TAKE_UP,
        "요건 확인 시작하기",
        (RECEIVED,),
        (CHECKING,),
        (AGENCY,),
        effect="이 과제의 요건을 확인하기 시작합니다.",
        needs="이 과제를 맡은 수행기관일 것",
    ),
    Move(
        ASK_COMPLETION,
        "보완 요청하기",
        (CHECKING,),
        (COMPLETION,),
        (AGENCY,),
        effect="신청 기업에 고치거나 낼 것을 메일로 알리고, 고른 것만 기한까지 고칠 수 있게 엽니다.",
        asks=("items", "due"),
        mails=("case_completion",),
    ),
    Move(
        HAND_IN,
        "보완 제출",
        (COMPLETION,),
        (CHECKING,),
        (LEAD,),
        needs="기한 안이고, 요청받은 것만 달라졌을 것",
        mails=("case_to_agency",),
        button=False,
    ),
    Move(
        END_COMPLETION,
        "보완 요청 끝내기",
        (COMPLETION,),
        (CHECKING,),
        (AGENCY,),
        effect="보완을 더 기다리지 않고, 제출되어 있는 내용으로 요건을 확인합니다.",
        asks=("reason",),
        mails=("case_moved",),
    ),
    Move(
        FIND_INELIGIBLE,
        "요건 미충족으로 판단하기",
        (CHECKING,),
        (INELIGIBLE,),
        OFFICERS,
        effect="전담기관의 다른 담당자가 확인하면 신청 기업에 통보서를 보냅니다.",
        confirmed=LEAD_AGENCY,
        asks=("clauses", "reason"),
        mails=("case_ineligible",),
        documents=("ineligible",),
    ),
    Move(
        REINSTATE,
        "요건 미충족 거두기",
        (INELIGIBLE,),
        (CHECKING,),
        (LEAD_AGENCY,),
        effect="요건을 다시 확인합니다. 신청 기업에 메일로 알립니다.",
        asks=("reason",),
        mails=("case_moved",),
    ),
    Move(
        PASS,
        "요건 충족으로 마치기",
        (CHECKING,),
        (VISIT, ELIGIBLE),
        (AGENCY,),
        effect="요건 확인을 끝냅니다. 현장평가를 하는 공고이면 현장평가로 넘깁니다. 신청 기업에 메일로 알립니다.",
        needs="요건 항목을 모두 확인했고, 맞지 않는 것이 없을 것. 예외 ①은 첫 현장평가가 열리기 전에 해소한 것만. 현장평가가 없는 공고이면 요건 충족",
        mails=("case_moved",),
    ),
    Move(
        CLOSE_SITE,
        "현장평가 결과 확정",
        (VISIT,),
        (RECOMMENDED, VISIT_FAILED),
        OFFICERS,
        confirmed=LEAD_AGENCY,
        needs="회차의 평가표가 정족수만큼 제출되었을 것. 평가점수가 추천 기준 이상이면 추천",
        mails=("site_result",),
        documents=("site_result",),
        button=False,
    ),
    Move(
        VISIT_AGAIN,
        "현장평가 다시 하기",
        (VISIT_FAILED, RECOMMENDED),
        (VISIT,),
        (LEAD_AGENCY,),
        effect="새 회차에서 다른 평가위원이 다시 평가합니다. 신청 기업에 메일로 알립니다.",
        asks=("reason",),
        mails=("case_moved",),
    ),
    Move(
        ASK_WITHDRAWAL,
        "철회 요청하기",
        ACTIVE,
        (),
        (LEAD,),
        asks=("reason",),
        needs="철회를 이미 요청하지 않았을 것",
        mails=("case_to_agency",),
        button=False,
    ),
    Move(
        KEEP,
        "철회 요청 거두기",
        ACTIVE,
        (),
        (LEAD,),
        needs="철회를 요청했을 것",
        button=False,
    ),
    Move(
        WITHDRAW,
        "철회 확정하기",
        ACTIVE,
        (WITHDRAWN,),
        (AGENCY,),
        effect="신청 기업이 요청한 철회를 받아들입니다. 평가에서 빠지고, 신청 기업에 메일로 알립니다.",
        needs="신청 기업이 철회를 요청했을 것",
        mails=("case_moved",),
    ),
    Move(
        REASSIGN,
        "수행기관 바꾸기",
        ACTIVE,
        (),
        (LEAD_AGENCY,),
        effect="다른 수행기관이 이 과제를 맡습니다. 그 기관에, 그리고 맡던 기관이 메일 주소를 적어 두었으면 그곳에도 메일로 알립니다.",
        asks=("agency", "reason"),
        mails=("case_to_agency",),
    ),
    Move(
        HOLD,
        "보류하기",
        HOLDABLE,
        (),
        OFFICERS,
        effect="풀 때까지 이 과제에는 아무 처리도 하지 않습니다. 이미 평가위원에게 맡긴 평가는 이어집니다.",
        asks=("reason",),
        needs="보완을 기다리는 중이 아닐 것: 먼저 보완 요청을 끝냄",
    ),
    Move(
        RELEASE,
        "보류 풀기",
        (HELD,),
        (),
        OFFICERS,
        effect="보류하기 전 상태에서 이어 갑니다.",
        needs="보류되어 있을 것",
    ),
)
BY_NAME = {move.name: move for move in MOVES}
