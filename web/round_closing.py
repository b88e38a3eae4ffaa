"""What the page of a round shows of closing it: by which scores, and what was proposed and by whom."""

from typing import Any

from werkzeug.datastructures import MultiDict

from forms.base import StepForm
from models.evaluation import Round
from models.proposal import DECLINED, OPEN
from services.access.permissions import NotNow
from services.backoffice import proposals
from services.backoffice.acts import ACTS
from services.evaluation import closing, rounds, score_table
from web.current import g

NAME = "close-round"


def form_of(of: Round, back: MultiDict[str, str]) -> StepForm:
    """back: what is put back into it."""
    form = ACTS[NAME].form(None)
    return form.of({"round": [of.token]} | (form.pick(back) if back.get("do") == "close" else {}))


def take_back(of: Round) -> None:
    """Whoever proposed it takes it back. Raises NotNow where nothing of his waits."""
    row = proposals.newest_of(NAME, of.token)
    if row is None or row.by_id != g.person.id:
        raise NotNow("거두실 마감 제안이 없습니다. 화면을 다시 열어 지금 상태를 확인해 주세요.")
    proposals.decline(ACTS, row, g.person, g.arrived)


def context(of: Round, lines: list[rounds.Line], hidden: int, typed: bool) -> dict[str, Any]:
    """lines: those shown to whoever is signed in; hidden: how many are not; typed: whether the form holds what somebody
    typed, so that it is shown even where the round cannot be closed now."""
    whole = rounds.lines(of) if hidden else lines
    shown = score_table.checksum(whole)
    newest = proposals.newest_of(NAME, of.token)
    pending = newest if newest and newest.state_at(g.arrived) == OPEN else None
    refusal = closing.refusal(of, whole)
    scored = any(line.handed_in for line in lines) and (
        g.arrived >= of.closes_at or all(line.handed_in == len(line.active) for line in lines)
    )
    return {
        "shown": shown,
        "refusal": "" if typed else score_table.TAKES_PART if hidden else refusal,
        "pending": pending,
        "overtaken": pending is not None and pending.given.get("basis") != shown,
        # What is in the way of closing is seen in it, too; it opens every sheet.
        "basis": score_table.Table.of(of, g.person, whole) if scored and of.closed_at is None else None,
        "declined": newest if newest and newest.state == DECLINED else None,
        "mine": pending is not None and pending.by_id == g.person.id,
        "confirms": g.post.agency is None,
    }
