"""A post office for tests: a real SMTP server on a free loopback port that answers as it is told, and a site that
mails by it. Its fixtures are conftest's."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography.fernet import Fernet

import config
from models.base import bind, db, now
from models.mail import Attachment, Outbox
from models.person import Person, Session, SignInCode
from services.mail import outbox

TO = "hong@example.com"
SUBMISSION = {
    "receipt": "2024-221-00017",
    "edition": "1",
    "project": "라스트마일 배차 서비스",
    "arrived": "2026. 12. 21. 17:59:58",
    "files": [{"name": "[서식1] 사업계획서_온결.docx", "sha256": "ab" * 32}],
    "closes": "2026. 12. 21. 18:00",
    "link": "https://apply.example.com/applications/x/receipt",
}
REMINDER = {
    "days": "3",
    "closes": "2026. 12. 21. 18:00",
    "remaining": ["과제 개요", "사업비"],
    "number": "2024-221-A7",
    "what": "신청서",
    "link": "https://apply.example.com/applications/x/",
}
REGISTRATION = {name: fact for name, fact in SUBMISSION.items() if name != "project"} | {
    "company": "주식회사 누리매칭랩(가상)",
    "state": "승인 대기",
    "expected": "2026. 12. 24. ~ 2026. 12. 28.",
}
DECISION = {
    "company": "주식회사 창고와길",
    "number": "2024-221-0007",
    "link": "https://apply.example.com/applications/x/",
}
HOME = "https://apply.example.com/applications/x/"
INVITATION = {
    "title": "컨소시엄 초대",
    "inviter": "주식회사 온결케어",
    "request": "귀사를 공급기업으로 초대했습니다.",
    "project": "라스트마일 배차 서비스",
    "link": "https://apply.example.com/invitations/x",
}
WHAT_FOR = {
    "meaning": "수락하면 함께 씁니다.",
    "message": ["지난해에 뵌 김온결입니다.", "", "이번에도 함께해 주세요."],
    "phone": "02-0000-1111",
    "work": "10단계와 서류 5가지, 약 1시간",
    "registration": "",
    "closes": "2026. 12. 24. 18:00",
    "until": "2026. 12. 24. 18:00",
}
ANSWERED = {"name": "새봄솔루션", "answer": "거절했습니다", "reason": "올해는 일정이 맞지 않습니다"}
EXPIRY: dict[str, Any] = {
    "certificate": "국세 납세증명서",
    "file": "납세증명서_한빛.pdf",
    "last": "2026. 12. 7.",
    "closing": "2026. 12. 10.",
    "numbers": ["2024-221-0007"],
    "source": "홈택스",
    "link": "https://apply.example.com/companies/x/evidence/",
}
REQUEST = {
    "receipt": "2024-221-00018",
    "edition": "1",
    "withdrawn": "",
    "company": "주식회사 온결케어(가상)",
    "agency": "여성기업종합지원센터",
    "arrived": "2026. 12. 13. 17:59:58",
}
PROJECT = {
    "receipt": "2024-221-R00001",
    "project": "간병인 연결 서비스",
    "agency": "여성기업종합지원센터",
    "phones": "02-369-0994",
    "link": "https://apply.example.com/applications/x/case",
}
CASE = {
    "receipt": "2024-221-C00003",
    "company": "온결케어",
    "agency": "여성기업종합지원센터",
    "phones": "02-369-0994",
    "link": "https://apply.example.com/applications/x/receipt",
}
FACTS: dict[str, dict[str, Any]] = {
    "code": {"code": "012345", "minutes": "10"},
    "receipt": SUBMISSION,
    "replacement": SUBMISSION,
    "withdrawal": SUBMISSION,
    "registration": REGISTRATION,
    "registration_withdrawal": {name: fact for name, fact in REGISTRATION.items() if name != "expected"},
    "reminder": REMINDER,
    "unfiled": {
        "days": "3",
        "closes": "2026. 12. 21. 18:00",
        "receipt": "2024-221-00017",
        "edition": "2",
        "what": "신청서",
        "link": "https://apply.example.com/applications/x/receipt",
    },
    "assigned": {
        "agency": "여성기업종합지원센터",
        "count": "2",
        "numbers": ["2024-221-0007", "2024-221-0008"],
        "link": "https://apply.example.com/staff/applications/",
    },
    "digest": {
        "day": "2026. 12. 14.",
        "lines": ["예상 결정일이 지난 등록 심사 2건", "보내지 못한 메일 1건"],
        "link": "https://apply.example.com/staff/",
    },
    "approved": DECISION,
    "returned": DECISION
    | {"reasons": [{"title": "기업 정보", "text": "대표자를 확인해 주세요."}], "due": "2024. 4. 20."},
    "taken_back": DECISION,
    "completion_due": DECISION | {"days": "3", "due": "2024. 4. 20.", "open": ["국세 납세증명서"], "count": "3"},
    "supplier_suspended": {
        "supplier": "누리매칭랩 주식회사",
        "number": "2024-221-0001",
        "receipt": "2024-221-00001",
        "reason": "사실과 다른 실적",
        "closes": "2026. 12. 24. 18:00",
        "link": HOME,
    },
    "supplier_resumed": {
        "supplier": "누리매칭랩 주식회사",
        "number": "2024-221-0001",
        "receipt": "2024-221-00001",
        "state": "승인",
        "link": HOME,
    },
    "suspended": DECISION | {"reason": "사실과 다른 실적이 있습니다."},
    "resumed": DECISION,
    "invitation": INVITATION | WHAT_FOR,
    "answered": INVITATION | ANSWERED,
    "evaluator_invitation": {
        "title": "평가위원 초대",
        "inviter": "한국스마트진흥원",
        "request": "현장평가의 평가위원으로 초대했습니다.",
        "meaning": "수락하면 서약을 합니다.",
        "until": "2026. 12. 6. 09:00",
        "link": HOME,
    },
    "evaluation": {"title": "배정되었습니다", "round": "현장평가 1차", "lines": ["14일 안에 냅니다."], "link": HOME},
    "site_result": {
        "receipt": "2024-221-R00001",
        "project": "배정 시스템",
        "agency": "여성기업종합지원센터",
        "phones": "02-369-0994",
        "result": "서면평가 추천",
        "score": "72.50",
        "follows": "서면평가 대상과제로 추천합니다.",
        "link": HOME,
    },
    "proposed": {"act": "기관 담당자 더하기", "subject": TO, "until": "2026. 12. 6. 09:00", "link": HOME},
    "declined": {"act": "요건 미충족으로 판단하기", "subject": TO, "reason": "더 살펴봐 주세요.", "link": HOME},
    "account_mended": {
        "company": "온결케어",
        "what": "더했습니다.",
        "reason": "퇴사",
        "todo": "로그인합니다.",
        "link": HOME,
    },
    "partner_changed": {"company": "온결케어", "what": "바뀌었습니다.", "number": "2024-221-A7", "link": HOME},
    "renewal": {"company": "온결케어", "closes": "2024. 4. 30. 18:00", "link": HOME},
    "imported": {"company": "온결케어", "number": "000-81-24680", "when": "지금부터", "link": HOME},
    "handed_over": {"company": "하늘길", "before": "온결케어", "number": "2024-221-A7", "link": HOME},
    "parted": {
        "company": "새봄솔루션",
        "lead": "온결케어",
        "explanation": "그만두었습니다.",
        "number": "2024-221-A7",
        "link": HOME,
    },
    "discarded": {
        "company": "온결케어",
        "what": "과제신청",
        "called": "과제번호",
        "number": "2024-221-A7",
        "until": "2024. 4. 30.",
        "link": HOME,
    },
    "reopened": {"step": "사업비", "number": "2024-221-A7", "link": HOME},
    "news": {"given": ["개선 목표"], "noted": ["사업비"], "number": "2024-221-A7", "link": HOME},
    "expiry": EXPIRY,
    "consulting": REQUEST | {"person": "서다온 팀장", "phone": "02-0000-1102", "email": "plan@ongyeol.example.com"},
    "case_moved": PROJECT | {"title": "요건 확인을 마쳤습니다", "lines": ["다음은 현장평가입니다."]},
    "case_completion": PROJECT
    | {"reasons": [{"title": "국세 납세증명서", "text": "다시 발급받아 올려 주세요."}], "due": "2024. 5. 10."},
    "case_ineligible": PROJECT | {"clauses": ["공고 3.: “국세 및 지방세 체납 중인 기업”"], "reason": "체납 중입니다."},
    "case_to_agency": {name: text for name, text in PROJECT.items() if name != "phones"}
    | {"company": "온결케어", "title": "보완한 과제신청을 다시 제출했습니다", "lines": ["이어서 확인해 주세요."]},
    "consulting_step": CASE
    | {"title": "방문일을 정했습니다", "lines": ["방문일: 2026. 12. 10.", "전문가: 한지수 (늘봄컨설팅)"]},
    "consulting_result": CASE | {"edition": "2"},
    "consulting_copy": REQUEST
    | {
        "phones": "02-369-0994",
        "mailed": "wo***@example.com",
        "link": "https://apply.example.com/applications/x/receipt",
    },
}


class PostOffice:
    """Keeps what it accepts.

    replies: what the next recipients are answered, 250 when none is left. verdicts: the same for whole mails.
    refused: recipients who do not exist. slow: seconds to think over a whole mail. stuck: recipients whose mail is
    never answered.
    before_verdict: called with a mail before it is answered.
    """

    def __init__(self) -> None:
        self.accepted: list[EmailMessage] = []
        self.recipients: list[str] = []  # of accepted mail
        self.asked: list[str] = []  # every RCPT there was
        self.seen: list[str] = []  # Message-ID of every mail that came whole, accepted or not
        self.replies: deque[str] = deque()
        self.verdicts: deque[str] = deque()
        self.refused: set[str] = set()
        self.slow = 0.0
        self.stuck: set[str] = set()
        self.before_verdict: Callable[[EmailMessage], Any] = lambda message: None
        self.url = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd calls it so
        self.asked.append(address)
        reply = "550 no such user here" if address in self.refused else None
        reply = reply or (self.replies.popleft() if self.replies else "250 OK")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.seen.append(str(message["Message-ID"]))
        await asyncio.sleep(600 if self.stuck & set(envelope.rcpt_tos) else self.slow)
        self.before_verdict(message)
        reply = self.verdicts.popleft() if self.verdicts else "250 OK"
        if reply.startswith("250"):
            self.accepted.append(message)
            self.recipients += envelope.rcpt_tos
        return reply


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def open_post_office(hangul: bool = False, **protocol: Any) -> Iterator[PostOffice]:
    """hangul: takes names in other characters than ASCII; protocol: what else aiosmtpd is told of how to talk."""
    office = PostOffice()
    port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port, enable_SMTPUTF8=hangul, **protocol)
    office.url = f"smtp://127.0.0.1:{port}"
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@pytest.fixture(scope="session", autouse=True)
def every_mail_is_written() -> Iterator[None]:
    """What a test queues is written at once, though hardly any has a worker: facts nothing can be written of fail
    it."""
    queue = outbox.enqueue

    def enqueue_and_write(*args: Any, **kwargs: Any) -> Outbox | None:
        mail = queue(*args, **kwargs)
        return outbox.written(mail) if mail else None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "enqueue", enqueue_and_write)
        yield


@pytest.fixture
def smtp_server() -> Iterator[PostOffice]:
    with open_post_office() as office:
        yield office


@pytest.fixture
def mail_app(tmp_path, smtp_server, monkeypatch) -> Iterator[config.Settings]:
    """The settings of a site with a database of its own, whose mail goes to the post office."""
    settings = config.Settings(
        data_dir=str(tmp_path),
        smtp_url=smtp_server.url,
        public_url="https://apply.example.com",
        secret_key="0123456789abcdef0123456789abcdef",
        field_keys=Fernet.generate_key().decode(),
        testing=True,
    )
    config.use(settings)
    bind(settings.database)
    db.create_tables([Outbox, Attachment, Person, SignInCode, Session])
    yield settings
    db.close()


def enqueue(key: str = "receipt:1:1", to: str = TO, kind: str = "receipt", **more: Any) -> Outbox | None:
    return outbox.enqueue(kind, to, key, about="application-token", **(FACTS[kind] | more))


def mails(kind: str, to: str = "") -> list[Outbox]:
    """What was queued of a kind, to an address, oldest first, with its body."""
    rows = Outbox.select().where(Outbox.kind == kind).order_by(Outbox.id)
    return [outbox.written(row) for row in rows if to in ("", row.to)]


def ahead(**time: float) -> Callable[[], datetime]:
    """A clock that is so much ahead."""
    return lambda: now() + timedelta(**time)


def the(row: Outbox) -> Outbox:
    """The row as it stands now."""
    return Outbox.get_by_id(row.id)
