"""What is kept about the people of the agencies, and by them: a part of models/personal_data.py."""

from models.account_event import AccountEvent
from models.case import Case, CaseDocument, CaseMove, Check
from models.personal_terms import AS_AGREED, CONTRACT, DUTY, INTEREST, STAFF, Group, Kept
from models.proposal import PoolImport, Proposal
from models.review_notes import ItemCheck, RegistrationLook, RegistrationTaken
from models.staff import AccessLog, Agency, Staff

OFFICES = Group(
    "기관 담당자",
    (
        Kept(
            "담당자의 계정, 소속, 인증 앱의 비밀값, 틀린 번호의 수",
            "담당자 확인(두 번째 인증)",
            DUTY,
            "담당자에서 빠질 때까지. 빠진 뒤에도 기록을 밝히려고 소속과 기간을 남깁니다.",
            "본인과 전담 담당자",
            (Staff.person, Staff.agency, Staff.secret, Staff.tries, Staff.known_tries),
            "인증 앱의 비밀값",
        ),
        Kept(
            "담당자 두 사람이 함께 결정한 일: 제안과 확인을 한 사람, 까닭, 더하거나 뺄 사람의 이메일 주소",
            "되돌릴 수 없는 일을 한 사람이 하지 못하게 하고, 누가 왜 했는지 밝히기",
            INTEREST,
            "지우지 않습니다.",
            "전담 담당자",
            (Proposal.given, Proposal.reason, Proposal.refusal, Proposal.by, Proposal.settled_by),
            "까닭과 이메일 주소",
        ),
        Kept(
            "기존 공급기업 풀의 목록에 적힌 기업의 담당자 이름, 직위, 전화, 이메일",
            "등록되어 있던 기업을 옮겨 오고 현행화를 안내하기",
            INTEREST,
            "올린 목록은 {list} 뒤에 지웁니다. 옮겨 온 내용은 그 기업이 현행화하거나 등록을 끝낼 때까지 둡니다.",
            "전담 담당자와 그 회사의 담당자",
            (PoolImport.rows, PoolImport.faults, PoolImport.by),
            "목록",
        ),
        Kept(
            "수행기관의 메일 주소",
            "컨설팅 신청서 보내기",
            CONTRACT,
            "바꾸거나 뺄 때까지",
            STAFF,
            (Agency.email,),
            "메일 주소",
        ),
        Kept(
            "풀 등록을 심사하며 항목마다 표시한 것과 적어 둔 보완할 내용, 맡은 담당자",
            "심사를 이어서 하고 보완 요청에 넣기",
            INTEREST,
            "등록 신청을 지울 때까지",
            "표시한 것은 본인, 맡은 담당자는 전담 담당자",
            (ItemCheck.words, ItemCheck.person, RegistrationTaken.person),
            "적어 둔 내용",
        ),
        Kept(
            "마감 뒤 과제를 처리한 사람과 때, 보완 요청과 보류·철회·판단의 까닭, 요건을 확인하며 적은 내용, 통보서",
            "요건검토와 평가, 그 결과를 밝히기",
            DUTY,
            AS_AGREED,
            f"{STAFF}. 보완 요청과 결과의 까닭은 신청 기업의 담당자도 봅니다.",
            (
                Case.held,
                Case.withdrawal,
                CaseMove.person,
                CaseMove.confirmed_by,
                CaseMove.said,
                CaseDocument.content,
                Check.note,
                Check.person,
            ),
            "까닭과 적은 내용, 통보서",
        ),
        Kept(
            "어느 등록 신청을 열어 보고 있는지와 때",
            "두 담당자가 한 신청을 함께 보지 않게 하기",
            INTEREST,
            "{presence}",
            "전담 담당자",
            (RegistrationLook.person, RegistrationLook.seen_at),
        ),
        Kept(
            "누가 누구의 개인정보를 언제, 어느 인터넷 주소에서, 무엇을, 왜 보았는지",
            "개인정보를 본 기록의 점검",
            DUTY,
            "지우지 않습니다.",
            "전담 담당자",
            (AccessLog.person, AccessLog.what, AccessLog.why, AccessLog.address),
        ),
        Kept(
            "기관 담당자에게 권한을 주고 바꾸고 거둔 때와 그 일을 한 사람, 그때의 인터넷 주소",
            "권한 기록의 보관과 점검(개인정보의 안전성 확보조치 기준 제5조)",
            DUTY,
            "{rights} 뒤에 지웁니다.",
            "전담 담당자",
            (AccountEvent.agency, AccountEvent.by),
        ),
    ),
)
