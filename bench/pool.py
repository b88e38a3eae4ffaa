"""The supplier pool at its largest: 10,000 published entries, searched by anybody and listed for staff, 500 of them
waiting for the lead agency with a renewal. Words are looked for by nobody before; cards were drawn before, but for
`search_undrawn_ms`.

Milliseconds the process is at work for a whole request with its page, so that neighbours on the machine do not count.
"""

import json
import random
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

import config
import server
from app import create_app
from bench.measure import busy, rounds, spread, took
from models import schema
from models.application import Application, Call, Party
from models.base import db, now, writing
from models.company import APPROVED, WAITING, Company, Supplier
from models.person import Session
from models.pool import Term
from models.submission import Submission
from programme.application_types import POOL
from services.access import accounts, staff
from services.operations import demo
from services.pool import published
from web.templating import Once

SUPPLIERS, QUEUED = 10_000, 500
ASKED = {  # what is printed: what is asked for
    "search_ms": "/suppliers/?q=물류",
    "search_rare_ms": "/suppliers/?q=드론",
    "search_none_ms": "/suppliers/",
    "search_every_ms": "/suppliers/?q=관리합니다 구축합니다",  # words nearly every entry holds
    "search_many_ms": "/suppliers/?q=현장에서 웹과 앱으로 자동으로 쉽게 연동해 한눈에 관리합니다 구축합니다 운영합니다",
    "search_syllable_ms": "/suppliers/?q=다",  # one syllable
    "search_filtered_ms": "/suppliers/?q=관리합니다 구축합니다&people=20-49&fresh=renewed",
    "search_deep_ms": "/suppliers/?q=관리합니다 구축합니다&sort=people&page=400",
    "search_nothing_ms": "/suppliers/?q=하늘소프드",
    "search_near_ms": "/suppliers/?q=하눌소프트",  # its second syllable is wrong
    "staff_pool_ms": "/staff/pool/",
    "staff_queue_ms": "/staff/registrations/",
}
UNDRAWN = "search_undrawn_ms"  # search_every_ms with cards, head and foot never drawn before
AGAIN = "search_again_ms"  # search_every_ms once more: a filter, or somebody else with these words
CHANGED = "search_changed_ms"  # the first search of all after something of the pool was changed
NAMES = "가온 누리 다온 라온 마루 바른 새봄 아라 온결 자람 차오 하늘 한빛 이음 모아"
ENDS = "시스템 소프트 테크 데이터 솔루션 랩 정보 네트웍스 로직스 파트너스"
DOES = "예약 정산 배차 재고 상담 수요예측 전자계약 품질 설비 고객관리 교육 식단 안전 일정 견적 발주"
HOW = "현장에서 웹과 앱으로 자동으로 쉽게 연동해 한눈에 실시간으로 관리합니다 구축합니다 운영합니다 알려줍니다"

RECORD = {"year": "2023", "client": "제조업", "period": "3개월", "amount": "30000000"}


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(config.with_own_keys(config.Settings(data_dir=folder, demo=True)))
        schema.up()
        demo.seed()
        with writing():
            fill()
        server.spare_collector()
        client = site.test_client()
        proved(client)
        taken: dict[str, list[float]] = {name: [] for name in (*ASKED, UNDRAWN, AGAIN, CHANGED)}
        for number in rounds():
            spent: dict[str, float] = {}
            for place, (name, address) in enumerate(ASKED.items()):
                visitor = {"REMOTE_ADDR": f"127.0.{number}.{place + 1}"}  # each below the limit of one address
                assert client.get(address, environ_overrides=visitor).status_code == 200
                spent[name] = busy(lambda: first(client, address, visitor))  # noqa: B023 - called at once
            spent[UNDRAWN] = busy(lambda: first(client, ASKED["search_every_ms"], {}, drawn=False))
            spent[AGAIN] = busy(client.get, ASKED["search_every_ms"])
            with writing():  # all that is remembered of the pool is of a version before this
                Term.update(position=Term.position).execute()
            spent[CHANGED], _ = took(client.get, ASKED["search_every_ms"], clock=time.process_time)
            if number:
                for name, one in spent.items():
                    taken[name].append(one)
        db.close()
    for name, values in taken.items():
        spread(name, values, "ms")


def first(client: FlaskClient, address: str, visitor: dict[str, str], drawn: bool = True) -> None:
    """Ask for a page as if nobody had looked for its words. drawn: but its cards were seen in other pages."""
    for entries in published._kept.values():
        entries.held.clear()
    if not drawn:
        Once.drawn.clear()
    client.get(address, environ_overrides=visitor)


def proved(client: FlaskClient) -> None:
    """Let the client be somebody of the lead agency whose second factor was given."""
    person = staff.add("operator@example.com").person
    token = accounts.open_session(person, now())
    Session.update(verified_at=now()).where(Session.person == person).execute()
    with client.session_transaction() as cookie:
        cookie["sid"], cookie.permanent = token, True


def fill() -> None:
    """Put the entries into the pool, the same ones every time: one in five does 물류, one in five hundred 드론."""
    draw, names = random.Random(20240221), Term.names()  # noqa: S311 - made-up firms
    first = Company.select().count() + 1
    for start in range(0, SUPPLIERS, 500):
        Company.insert_many([{"token": f"bench-{start + each}"} for each in range(500)]).execute()
    keys = [row.id for row in Company.select(Company.id).order_by(Company.id).offset(first - 1)]
    rows = list(entries(draw, keys, names))
    for start in range(0, SUPPLIERS, 500):
        Supplier.insert_many(rows[start : start + 500]).execute()
    for number, company in enumerate(keys[:QUEUED]):
        hand_in(number, company)


def hand_in(number: int, company: int) -> None:
    """The company's registration, as large as the demo's, as staff read it."""
    steps = json.loads((demo.SAMPLES / "companies" / "S6.json").read_text(encoding="utf-8"))["steps"]
    application = Application.create(number=f"bench-{number}", call=Call.get(), purpose=POOL, receipt=f"bench-{number}")
    Party.create(application=application, company=company, role="supplier", lead=True, position=1, joined_at=now())
    Submission.create(
        application=application,
        receipt=application.receipt,
        edition=1,
        revision=1,
        snapshot={"steps": {}, "parties": [{"steps": steps}]},
        companies=[company],
        arrived_at=now(),
    )


def entries(draw: random.Random, companies: list[int], names: Any) -> Iterator[dict[str, Any]]:
    known = {kind: [slug for of, slug in names if of == kind] for kind in ("expertise", "industry", "region")}
    for number, company in enumerate(companies):
        name = f"{draw.choice(('주식회사 ', '(주)', ''))}{draw.choice(NAMES.split())}{draw.choice(ENDS.split())} {number:05d}"
        main, *others = draw.sample(known["expertise"], draw.randint(1, 4))
        does = ["드론"] if number % 500 == 0 else draw.sample(DOES.split(), 2)
        if number % 5 == 0:
            does.append("물류")
        facts = {
            "main_field": main,
            "other_fields": others,
            "industries": draw.sample(known["industry"], draw.randint(1, 3)),
            "region": draw.choice(known["region"]),
            "summary": said(draw, does, 20),
            "people": {"software": str(draw.randint(0, 60)), "engineering": str(draw.randint(0, 20))},
            "solutions": [{"name": word, "description": said(draw, does, 12), "price": ""} for word in does],
            "records": [RECORD | {"content": said(draw, does, 6)} for _ in range(draw.randint(0, 5))],
        }
        yield {
            "token": f"bench-entry-{number}",
            "company": company,
            "name": name,
            "number": f"{100 + number % 800}-{10 + number % 80}-{number:05d}",
            "state": WAITING if number < QUEUED else APPROVED,
            "words": Supplier.searchable(name, facts, names),
            "facts": facts,
            "profile": {"company": {"name": [name]}, "contact": {"phone": ["02 0000 0000"]}},
            "approved_at": now(),
            "renewed_at": now(),
        }


def said(draw: random.Random, does: list[str], words: int) -> str:
    return " ".join(draw.choice(does) if place % 4 == 0 else draw.choice(HOW.split()) for place in range(words))
