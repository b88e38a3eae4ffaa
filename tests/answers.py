"""One good answer to every declared step, taken from the demo's companies and applications."""

import json
from pathlib import Path
from typing import Any

from forms.base import Sent
from models.base import now
from programme.application_types import POOL
from tests.call import WIZARDS

DEMO = Path(__file__).parent.parent / "demo"


def read(name: str) -> dict[str, Any]:
    """A file of the demo, e.g. "companies/A1"."""
    return json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))


def sent(values: dict[str, Any]) -> Sent:
    """Demo values as a browser sends them: {field: [values]}, table cells under "rows-0-name"."""
    answer: Sent = {}
    for field, value in values.items():
        if isinstance(value, str):
            answer[field] = [value]
        elif all(isinstance(item, str) for item in value):
            answer[field] = list(value)
        else:
            cells = [(f"{place}-{column}", cell) for place, row in enumerate(value) for column, cell in row.items()]
            answer |= {f"{field}-{key}": [cell] for key, cell in cells}
    return answer


def good() -> dict[str, Sent]:
    """A1's finished plan with both companies' own steps, and from A3 the one step only an upgrade takes; its project
    begins next year, for the calls of tests are open today."""
    plan, upgrade = read("applications/A1-S1"), read("applications/A3-S5")
    steps = read("companies/S1")["steps"] | read("companies/A1")["steps"] | plan["steps"]
    steps |= {"careers": plan["careers"]["S1"], "earlier_build": upgrade["steps"]["earlier_build"]}
    teams = {"adopter_team": plan["teams"]["A1"], "supplier_team": plan["teams"]["S1"]}
    steps |= {slug: {"people": people} for slug, people in teams.items()}
    steps["overview"] |= {"starts": f"{now().year + 1}-07-01"}
    return {slug: sent(values) for slug, values in steps.items()}


def registered(name: str = "S1") -> dict[str, Sent]:
    """A demo supplier's registration in the pool, step by step."""
    company = read(f"companies/{name}")
    steps = company["steps"] | company["pool"]["steps"]
    return {step.slug: sent(steps[step.slug]) for step in WIZARDS[POOL][0].steps}


GOOD = good()
