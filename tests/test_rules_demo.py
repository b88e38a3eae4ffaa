"""The rules over the demo's applications, with answers as the forms read them."""

from datetime import date, datetime

import pytest

from config import KST
from programme.rules import EvidenceFacts, PartyFacts, check
from tests.answers import read
from tests.call import PROJECT_TYPE, Facts
from tests.test_demo_data import journey


def document_of(row):
    issued, expires = (date.fromisoformat(row[name]) if row[name] else None for name in ("issued", "expires"))
    return EvidenceFacts(row["number"], issued, expires, has_file=True)


def demo(name):
    """A demo application as facts: every consent given, every supplier approved."""
    taken, plan = journey(name), read(f"applications/{name}")
    parties = tuple(
        PartyFacts(
            key=party.key,
            role=str(party.role),
            lead=party.lead,
            data={task.step.slug: taken.data(task.step.slug, party) for task in taken.tasks if task.party == party},
            evidence={row["kind"]: document_of(row) for row in read(f"companies/{plan[str(party.role)]}")["evidence"]},
            consents={consent.slug: "yes" for consent in PROJECT_TYPE.texts(party.role)},
            pool_state="approved" if party.role == "supplier" else None,
        )
        for party in taken.parties
    )
    shared = {task.step.slug: taken.data(task.step.slug) for task in taken.tasks if task.party is None}
    return Facts(datetime(2024, 4, 30, 18, tzinfo=KST), shared, parties)


@pytest.mark.parametrize("name", ["A1-S1", "A3-S5"])
def test_a_finished_demo_application_breaks_no_rule(name):
    assert check(demo(name)) == []


def test_the_half_done_demo_application_holds_just_its_planted_defects():
    found = {(finding.id, finding.level, finding.field) for finding in check(demo("A2-S2"))}
    assert found == {("R12-expired", "warn", "national_tax"), ("R12-expired", "warn", "sme_certificate")}
