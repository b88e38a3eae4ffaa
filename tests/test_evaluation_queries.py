# ruff: noqa: F811 - the fixture of another file
"""What rounds and what evaluators meet outside their sheets cost the database: as few reads with four cases as with
three, and none of them twice."""

from collections.abc import Iterator
from typing import Any

import pytest

import config
from models.base import now
from models.evaluation import OFFERED, Assignment, Round
from models.proposal import Proposal
from services.evaluation import rounds, score_table
from tests.evaluating import EVALUATORS, assign, case, clear, evaluator, hand_in, round_of, said, some_evaluators
from tests.reviewing import AGENCY, LEAD_AGENCY
from tests.test_permissions import site  # noqa: F401 - a fixture
from tests.test_query_counts import MOST
from tests.walking import counted


def steps_of_a_round(size: int) -> Iterator[tuple[str, str, str, dict[str, Any] | None]]:
    """What is asked from its making to its closing, of so many cases: (endpoint, who, path, what is sent or None for a
    GET), each once what it needs is there."""
    some_evaluators(3)
    cases = [case(10 * size + number) for number in range(size)]
    yield "rounds.index", AGENCY, "/staff/rounds/", None
    yield "rounds.ask", AGENCY, "/staff/rounds/new/", None
    made = {"call": cases[0].application.call.slug, "name": "현장평가", "need": "2", "quorum": "2"}
    made |= {"opens": f"{now().astimezone(config.KST):%Y-%m-%d %H:%M}", "closes": "2098-01-08 18:00"}
    yield "rounds.make", AGENCY, "/staff/rounds/new/", made | {"case": [str(each.id) for each in cases]}
    of = Round.select().order_by(Round.id.desc()).get()
    url, chosen = f"/staff/rounds/{of.token}/", f"/staff/rounds/{of.token}/{cases[0].application.token}/"
    yield "rounds.act", AGENCY, url, {"do": "propose"}
    yield "rounds.show", AGENCY, url, None
    yield "rounds.choose", AGENCY, chosen, None
    yield "rounds.confirm", AGENCY, f"{url}confirm", {}
    yield "rounds.act", AGENCY, url, {"do": "extend", "closes": "2099-01-01 18:00", "why": "폭설"}
    yield "evaluation.pledge_page", EVALUATORS[0], "/evaluation/pledge", None
    yield "evaluation.profile_page", EVALUATORS[0], "/evaluation/profile", None
    yield "evaluation.pledge", EVALUATORS[0], "/evaluation/pledge", {"signer": "갑", "agreed": "yes"}
    profile = {"name": "갑", "institution": "대학교", "sector": "academy", "fields": "data", "most": "12"}
    yield "evaluation.profile", EVALUATORS[0], "/evaluation/profile", profile
    for row in Assignment.select().where(Assignment.round == of, Assignment.case == cases[0]):
        email, mine = row.evaluator.person.email, f"/evaluation/cases/{row.token}/"
        yield "evaluation.show", email, mine, None
        yield "evaluation.answer", email, f"{mine}answer", said()
        yield "evaluation.show", email, mine, None
        yield "evaluation.plan", email, f"{mine}plan", None
        yield "evaluation.plan_file", email, f"{mine}plan.docx", None
        hand_in(Assignment.get_by_id(row.id).application)
        yield "evaluation.index", email, "/evaluation/", None
    yield "rounds.show", AGENCY, url, None
    yield "evaluation.declare_late", email, f"{mine}conflict", {"note": "친척입니다."}
    offered = [*Assignment.select().where(Assignment.round == of, Assignment.state == OFFERED)]
    email = offered[0].evaluator.person.email
    yield "evaluation.decline", email, f"/evaluation/cases/{offered[0].token}/decline", {"reason": "겹칩니다."}
    yield "rounds.void", AGENCY, f"{url}void", {"assignment": offered[1].token, "reason": "제보"}
    other = Assignment.get(Assignment.round == of, Assignment.state == OFFERED)
    yield "rounds.act", AGENCY, url, {"do": "take_back", "assignment": other.token, "reason": "바꿈"}
    last = evaluator("last@last.example.com")
    yield "rounds.add", AGENCY, chosen, {"evaluator": str(last.id)}


def steps_of_closing(size: int) -> Iterator[tuple[str, str, str, dict[str, Any] | None]]:
    """The same of a round in which every sheet is handed in."""
    cases = [case(10 * size + number) for number in range(5, 5 + size)]
    of = round_of(cases, need=2)
    for one in cases:
        for who in some_evaluators(2):
            hand_in(clear(assign(of, one, who)))
    url = f"/staff/rounds/{of.token}/"
    yield "rounds.show", AGENCY, url, None
    shown = score_table.checksum(rounds.lines(of))
    yield "rounds.act", AGENCY, url, {"do": "close", "round": of.token, "shown": shown, "reason": "모두 모였습니다."}
    yield "rounds.show", AGENCY, url, None
    proposal = Proposal.select().order_by(Proposal.id.desc()).get()
    yield "proposals.show", LEAD_AGENCY, f"/staff/proposals/{proposal.token}/", None
    yield "rounds.act", AGENCY, url, {"do": "take_closing_back"}


@pytest.mark.parametrize("steps", [steps_of_a_round, steps_of_closing])
def test_evaluation_asks_few_queries_and_reads_once_and_as_often_however_many_cases_there_are(site, client, steps):
    found: list[list[tuple[str, int]]] = []
    again: list[tuple[str, str]] = []
    for size in (3, 4):
        found.append([])
        for endpoint, who, path, sent in steps(size):
            client.sign_in(who, proved=True)
            token = client.csrf()
            with counted() as asked:
                if sent is None:
                    response = client.get(path)
                else:
                    data = {"csrf_token": token, **sent}
                    response = client.post(path, data=data, tokenless=True, content_type="multipart/form-data")
            assert response.status_code in (200, 303), (endpoint, response.status_code)
            assert len(asked) <= MOST[endpoint], (endpoint, len(asked), asked)
            again += [(endpoint, sql) for sql in asked.again]
            found[-1].append((endpoint, sum(sql.startswith("SELECT") for sql in asked)))
    assert found[0] == found[1]
    assert again == []
