"""What happens to a demo's call while nobody looks, in a process of its own: `python -m tests.e2e.closed_call
close|join`."""

import sys
from datetime import timedelta

from app import create_app
from models.application import Application, Call
from models.base import now, writing
from models.consortium import EVALUATOR, Invitation
from services.access import evaluators
from services.consortium import invitations
from services.evaluation import gate
from services.operations.demo_cases import known_firms
from services.operations.demo_copies import Original, submitted
from services.operations.demo_pool import OPERATOR
from services.submissions import lifecycle
from tests.applying import LEAD, application_of, person
from tests.call import CALL

EVALUATORS = [f"evaluator@panel-{number}.example.com" for number in range(1, 13)]
NEAR = 3  # as many of them go where the projects are


def close() -> None:
    """The finished project and two more are submitted, the agency looks after all, and the call closes."""
    first = application_of(LEAD)
    with writing():
        lifecycle.submit(first, person(LEAD), now())
        submitted(Original(first), [firm for firm in known_firms() if firm.region == "서울특별시"][:2])
        Application.update(agency=next(iter(CALL.agencies))).where(Application.receipt.is_null(False)).execute()
        over = now() - timedelta(seconds=1)
        Call.update(closes_at=over, consulting_closes_at=over).execute()


def join() -> None:
    """Twelve are invited; all who have not answered accept, say who they are, and pledge."""
    for email in EVALUATORS[2:]:
        invitations.invite_evaluator(person(OPERATOR), email)
    for place, email in enumerate(EVALUATORS[1:], start=1):
        with writing():
            row = Invitation.get(
                Invitation.role == EVALUATOR, Invitation.email_hash.in_(invitations.fingerprints(email))
            )
            Invitation.update(state="accepted", answered_at=now()).where(Invitation.id == row.id).execute()
            post = evaluators.add(person(email), None)
        regions = [] if place < NEAR else ["제주"]
        said = {"name": f"평가위원 {place + 1}(가상)", "institution": "가상대학교", "sector": "academy"}
        evaluators.save_profile(post, **said, fields=["data"], regions=regions, most=5)
        gate.pledge(post, said["name"])


if __name__ == "__main__":
    with create_app().app_context():
        {"close": close, "join": join}[sys.argv[1]]()
