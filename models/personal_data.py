"""What we keep about people: the one declaration behind the page 개인정보 처리방침 (/privacy).

A test holds it against the models – every encrypted field, every hash of an address and every reference to a person is
described – and against the wizards: every question about a person is. A new one is described here before it is kept.
"""

from models.account_event import AccountEvent
from models.application import Application, Party, Revision
from models.company import Membership, Supplier
from models.consortium import Confirmation, Invitation
from models.consulting import ConsultingCase, ConsultingNote, ConsultingResult
from models.evidence import Consent, Conversion, Evidence
from models.file_key import FileKey
from models.lookup import Lookup
from models.mail import Attachment, Outbox
from models.person import Person, Session, SignInCode
from models.personal_evaluation import EVALUATION
from models.personal_offices import OFFICES
from models.personal_terms import (
    ANSWERS,
    AS_AGREED,
    CONSENT,
    CONSORTIUM,
    CONTRACT,
    DUTY,
    INTEREST,
    ON_REQUEST,
    STAFF,
    Group,
    Kept,
)
from models.picture import Picture
from models.pool import Reply, Review, Shortlisted
from models.rescue import Rescue
from models.search_key import SearchKey
from models.submission import Event, Filing, StoredDocument, Submission
from models.together import Note, Presence, ShareLink, ShareOpening

ACCOUNT = Group(
    "계정과 로그인",
    (
        Kept(
            "이메일 주소, 적으신 이름, 처음 로그인한 때, 하루에 저장한 양, 받을 알림의 종류",
            "본인 확인과 로그인, 안내 메일, 저장 한도 계산",
            CONTRACT,
            ON_REQUEST,
            f"본인. {CONSORTIUM}에게는 이름이나, 이름을 적지 않으셨으면 가린 주소가 보입니다.",
            (Person.email, Person.email_hash, Person.name, Person.created_at, Person.saved_on, Person.saved_bytes),
            "이메일 주소와 이름",
        ),
        Kept(
            "로그인 번호를 보낸 이메일 주소와 때, 번호를 요청한 인터넷 주소를 되돌릴 수 없게 바꾼 값",
            "로그인 번호 확인, 번호를 마구 요청하거나 맞혀 보는 것을 막기",
            CONTRACT,
            "보낸 뒤 {code}",
            "아무도 보지 않습니다.",
            (SignInCode.address, SignInCode.email_hash, SignInCode.lane, SignInCode.sent_at),
            "이메일 주소",
        ),
        Kept(
            "로그인한 때와 마지막으로 쓴 때",
            "로그인 유지, ‘로그인한 기기’ 보기, 끝난 로그인으로 보낸 글의 주인 찾기",
            CONTRACT,
            "로그인한 뒤 {session}",
            "본인",
            (Session.person, Session.created_at, Session.seen_at),
        ),
        Kept(
            "로그인했거나 틀린 번호로 로그인하려 한 때와 인터넷 주소",
            "다른 사람이 로그인하려 했는지 알아보기, 접속기록의 보관(개인정보의 안전성 확보조치 기준 제8조)",
            DUTY,
            "{sign_in} 뒤에 지웁니다.",
            "전담 담당자. 기관 담당자가 아닌 분의 이메일 주소는 가려서 보입니다.",
            (AccountEvent.person, AccountEvent.kind, AccountEvent.address, AccountEvent.at),
        ),
        Kept(
            "어느 회사의 담당자인지",
            "회사의 신청과 증빙을 담당자에게만 열기",
            CONTRACT,
            "담당자에서 빠질 때까지",
            "본인과 같은 회사의 담당자",
            (Membership.person,),
        ),
    ),
)
APPLICATION = Group(
    "신청과 등록",
    (
        Kept(
            f"{'; '.join(ANSWERS)}. 다른 칸에도 사람에 관한 내용을 적으실 수 있습니다.",
            "신청서·등록 신청서의 작성, 확인, 제출과 서식 만들기. 누가 언제 고쳤는지 보이고 되돌리기",
            CONTRACT,
            f"{AS_AGREED} 새 자동 저장으로 바뀐 이전 자동 저장은 {{autosave}} 뒤에, 버리신 초안은 {{discarded}} 뒤에 지웁니다. 승인되지 않은 풀 등록 신청은 접수 마감일부터 {{unapproved}} 뒤에, 끝난 등록의 신청은 끝난 뒤 {{unapproved}} 뒤에 지웁니다.",
            f"그 회사의 담당자. 함께 쓰는 단계와 서류는 {CONSORTIUM}. 제출한 뒤에는 {STAFF}",
            (Revision.sent, Revision.saved_by, Application.created_by, Party.person),
            "전화번호, 이메일, 생년월일",
        ),
        Kept(
            "적으신 대표자 이름, 전화번호, 이메일을 되돌릴 수 없게 바꾼 값",
            "전화로 문의하신 분의 신청을 담당자가 찾기. 제출하지 않은 신청은 작성 중이라는 것만 전담 담당자에게 보입니다.",
            CONTRACT,
            AS_AGREED,
            "아무도 보지 않습니다. 같은 값으로 찾은 담당자에게 누구의 신청인지만 보이고, 찾을 때마다 기록이 남습니다.",
            (SearchKey.value,),
        ),
        Kept(
            "동의한 사람의 이름과 자격, 동의 여부와 때",
            "동의를 받았음을 확인하기",
            DUTY,
            AS_AGREED,
            f"그 회사의 담당자, 제출한 뒤에는 {STAFF}",
            (Consent.signer, Consent.capacity, Consent.choice, Consent.person),
        ),
        Kept(
            "증빙 파일과 그 이름, 발급기관, 번호, 올린 사람",
            "신청 자격과 적은 내용의 확인",
            CONTRACT,
            f"{AS_AGREED} 지우신 파일은 제출한 적이 없으면 {{removed}} 뒤에 없앱니다.",
            f"그 회사의 담당자, 제출한 뒤에는 {STAFF}",
            (Evidence.name, Evidence.issuer, Evidence.number, Evidence.storage, Evidence.uploaded_by, FileKey.key),
            "증빙 파일",
        ),
        Kept(
            "도장과 그림 파일, 올린 사람",
            "서류에 넣기",
            CONTRACT,
            f"{AS_AGREED} 빼신 그림은 제출한 적이 없으면 {{removed}} 뒤에 없앱니다.",
            f"{CONSORTIUM}, 제출한 뒤에는 {STAFF}",
            (Picture.name, Picture.storage, Picture.uploaded_by),
        ),
        Kept(
            "맡은 내용을 확인한 사람, 제출한 내용과 서류, 제출한 사람과 때, 접수 시스템에서 받은 번호를 적은 사람",
            "제출한 그대로 다시 내어 드리기, 요건 검토와 승인",
            CONTRACT,
            AS_AGREED,
            f"{CONSORTIUM}, {STAFF}",
            (
                Confirmation.person,
                Submission.snapshot,
                Submission.submitted_by,
                StoredDocument.content,
                Filing.number,
                Filing.noted_by,
            ),
            "제출한 내용과 서류",
        ),
        Kept(
            "풀 등록 신청에 적은 내용 가운데 승인된 것",
            "공급기업 검색, 컨소시엄에 고른 기업의 칸 채우기, 연락처 안내",
            CONSENT,
            "등록이 끝날 때까지(4번)",
            "동의서에 적힌 공개 항목은 누구나, 담당자 연락처는 신청에 참여하는 로그인한 사람(볼 때마다 기록이 남습니다)",
            (Supplier.profile, Supplier.facts, Supplier.words),
            "공개하지 않는 내용",
        ),
        Kept(
            "풀 등록의 보완 요청에 글로 답한 내용과 답한 사람",
            "고치지 않은 까닭을 심사하는 기관에 알리기",
            CONTRACT,
            AS_AGREED,
            f"그 회사의 담당자, 다시 제출한 뒤에는 {STAFF}",
            (Reply.text, Reply.person),
            "답한 내용",
        ),
        Kept(
            "다시 보려고 담아 둔 공급기업",
            "담아 둔 목록 보기",
            CONTRACT,
            "목록에서 뺄 때까지",
            "본인",
            (Shortlisted.person,),
        ),
        Kept(
            "사전진단 컨설팅을 맡은 전문가의 성명과 소속, 방문일과 지역, 진단 결과, 취소한 까닭, 수행기관 담당자가 남긴 메모, 처리한 사람과 때",
            "전문가 연결, 방문, 진단결과 알리기",
            CONTRACT,
            "결과를 보내거나 취소한 뒤 {consulting}. 취소하면 전문가와 방문일은 바로 지웁니다.",
            f"메모는 {STAFF}. 그 밖의 것은 신청 기업의 담당자도 봅니다.",
            (
                ConsultingCase.expert,
                ConsultingCase.affiliation,
                ConsultingCase.reason,
                ConsultingCase.sheet,
                ConsultingCase.sheet_by,
                ConsultingCase.moved_by,
                ConsultingResult.content,
                ConsultingResult.sent_by,
                ConsultingNote.text,
                ConsultingNote.author,
            ),
            "전문가의 성명과 소속, 진단 결과, 취소한 까닭, 메모",
        ),
        Kept(
            "한 일(시작, 초대, 확인, 제출, 철회 등)과 한 사람, 때. 등록을 승인하거나 돌려보낸 담당자와 그 까닭",
            "누가 무엇을 했는지 밝히기",
            INTEREST,
            AS_AGREED,
            STAFF,
            (Event.person, Event.detail, Review.person, Review.note, Review.reasons),
        ),
    ),
)
TOGETHER = Group(
    "함께 쓰기",
    (
        Kept(
            "마지막으로 본 단계와 때",
            "지금 누가 어느 단계를 보고 있는지 알리기",
            CONTRACT,
            "{presence}",
            CONSORTIUM,
            (Presence.person, Presence.step, Presence.seen_at),
        ),
        Kept(
            "단계에 남긴 메모와 쓴 사람, 처리한 사람",
            "함께 쓰는 기업 사이의 이야기. 서류와 제출본에는 들어가지 않습니다.",
            CONTRACT,
            AS_AGREED,
            CONSORTIUM,
            (Note.text, Note.author, Note.settled_by),
            "메모",
        ),
        Kept(
            "읽기 링크를 누구에게 주었는지, 만든 사람, 열어 본 때와 인터넷 주소를 되돌릴 수 없게 바꾼 값",
            "회계사나 컨설턴트에게 신청 내용을 보이고, 누가 열었는지 살피기",
            CONTRACT,
            "링크가 끝난 뒤 {link}",
            "링크를 만든 회사의 담당자",
            (ShareLink.label, ShareLink.made_by, ShareOpening.network, ShareOpening.at),
            "누구에게 주었는지",
        ),
        Kept(
            "찾아본 사업자등록번호나 주소, 찾은 사람, 받은 답",
            "사업자등록상태와 도로명주소 찾기",
            CONTRACT,
            "사업자등록상태는 {status}, 주소는 {address}",
            "본인과 그 회사의 담당자",
            (Lookup.query, Lookup.person, Lookup.answer),
        ),
    ),
)
MAIL = Group(
    "메일과 초대",
    (
        Kept(
            "초대받은 사람의 이메일 주소, 초대한 사람, 남긴 말, 답한 사람과 거절한 까닭",
            "컨소시엄과 회사에 함께할 사람 초대하기",
            CONTRACT,
            "답할 수 있는 기한이 지나고 {invitation}",
            "초대한 회사와 초대받은 사람",
            (
                Invitation.email,
                Invitation.email_hash,
                Invitation.name,
                Invitation.message,
                Invitation.reason,
                Invitation.invited_by,
                Invitation.answered_by,
            ),
            "이메일 주소와 남긴 말",
        ),
        Kept(
            "보낸 메일의 받는 주소, 답장이 갈 주소, 내용, 붙인 파일",
            "메일 보내기와 다시 보내기, 보냈는지 확인하기",
            CONTRACT,
            "보낸 뒤 {mail}. 로그인 번호와 초대 메일은 {secret}. 그 뒤에는 언제 무엇을 보냈는지만 남깁니다.",
            "본인. 같은 신청의 담당자에게는 가린 주소와 보낸 때만 보입니다.",
            (Outbox.to, Outbox.reply_to, Outbox.facts, Outbox.text, Outbox.html, Attachment.content),
            "전부",
        ),
    ),
)
SHORT = Group(
    "잠시 두는 것",
    (
        Kept(
            "받지 못한 화면에 적혀 있던 글",
            "로그인이 끝나거나 마감된 뒤에 보내신 글을 되살려 드리기",
            CONTRACT,
            "{refused}. 되살리거나 버리시면 바로 지웁니다.",
            "본인",
            (Rescue.sent, Rescue.person),
            "글",
        ),
        Kept(
            "만들어 드린 PDF와 요청한 사람",
            "여러 서류를 한 파일로 내려받기",
            CONTRACT,
            "요청한 뒤 {made}",
            "요청한 사람과 그 회사의 담당자",
            (Conversion.storage, Conversion.asked_by),
        ),
    ),
)
GROUPS = (ACCOUNT, APPLICATION, TOGETHER, MAIL, SHORT, EVALUATION, OFFICES)


def described() -> list[object]:
    """Every field of a model that is described here."""
    return [field for group in GROUPS for kept in group.kept for field in kept.fields]
