# ruff: noqa: F811 - the fixtures of another file
"""Pictures in a completion: asked for, they are put in and handed in; not asked for, they stay as they were judged."""

import io

import pytest

from models.application import Party
from models.base import now
from models.picture import Picture
from models.submission import Submission
from programme import course
from programme.pictures import EVERY
from services.access.permissions import NotNow
from services.drafts import applications, picture_slots, revisions
from services.evaluation import completion
from services.operations import invariants
from tests.applying import LEAD, application_of, change, confirm, hand_in, person
from tests.judging import fresh, make, opened
from tests.reviewing import AGENCY
from tests.staffed import site, staffed  # noqa: F401 - fixtures
from tests.test_cases import ask
from tests.test_docgen_pictures import png


def put(place: str, content: bytes) -> None:
    view = applications.load_view(application_of(LEAD), person(LEAD))
    picture_slots.put(view, EVERY[place], io.BytesIO(content), "그림.png", person=person(LEAD), arrived=now())


def shown() -> dict[str, str]:
    return {row.place: row.sha256 for row in Picture.attached_as_of(application_of(LEAD))}


def test_what_is_asked_for_is_put_in_and_the_rest_stays_as_judged(site):
    put("system", png(40, 30))
    confirm(application_of(LEAD))
    hand_in(application_of(LEAD))
    judged = shown()
    put("system", png(50, 30))  # not submitted
    put("to_be", png(60, 30))
    case = opened()
    make(case, course.TAKE_UP, AGENCY)
    lead = Party.present(application_of(LEAD))[0]
    assert ("seal", lead.id) in completion.offered(fresh(case))
    ask(case, ("as_is", None), ("seal", lead.id))
    assert shown() == judged and set(judged) == {"system"}

    with pytest.raises(revisions.Closed):
        put("to_be", png(60, 30))
    with pytest.raises(NotNow, match="고치거나 낸 것이 없어"):
        completion.hand_in(application_of(LEAD), person(LEAD), now())
    put("seal", png(20, 20))
    client = site.test_client()
    client.sign_in(LEAD)
    path = f"/applications/{application_of(LEAD).token}"
    page = client.get(f"{path}/pictures/").page
    assert {tag["id"] for tag in page.select("[name=picture]")} == {"picture-as_is", "picture-seal"}
    assert client.get(f"{path}/case").page.select_one(f'a.task[href="{path}/pictures/#seal"]')
    put("as_is", png(30, 30))
    confirm(application_of(LEAD))
    edition = completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert {row["place"] for row in edition.snapshot["pictures"]} == {"as_is", "system"}
    assert [row["place"] for row in edition.snapshot["parties"][0]["pictures"]] == ["seal"]

    ask(case, ("need", None))  # once more, of something else
    with pytest.raises(revisions.Closed):
        put("as_is", png(31, 30))
    page = client.get(f"{path}/check").page
    assert "‘보완 요청’이라고 표시된 단계만 고칠 수 있습니다" in page.select_one(".lead").get_text()
    links = [tag["href"].partition("#")[0] for tag in page.select("main a")]
    assert f"{path}/need" in links and f"{path}/overview" not in links
    assert f"{path}/submit" in links
    change(application_of(LEAD), "need")
    confirm(application_of(LEAD))
    completion.hand_in(application_of(LEAD), person(LEAD), now())
    assert fresh(case).state == course.CHECKING and Submission.select().where(Submission.standing).count() >= 1
    assert not [line for line in invariants.broken() if line.startswith(("P12", "P13"))]
