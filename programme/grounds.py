"""What a rule or a demand rests on: words of the announcement, or nothing but this site's own judgement.

A rule that is ours never wears a clause that does not say it. A test looks for the words in their clause, for the
clause in the announcement, and for what both speak of in what the rule says.
"""

import re
from dataclasses import dataclass

OWN = "이 사이트의 확인 규칙입니다(공고에는 없음)."


@dataclass(frozen=True)
class Clause:
    """A sentence of the announcement. section: where it stands there, as people cite it."""

    id: str
    section: str
    text: str

    @property
    def quoted(self) -> str:
        return f"공고 {self.section}: “{self.text}”"


@dataclass(frozen=True)
class Ground:
    """clause: the one whose text holds `words`, which say what is asked; None and empty for what is ours."""

    clause: Clause | None = None
    words: str = ""

    @property
    def cited(self) -> str:
        """The clause word for word, or that there is none."""
        return self.clause.quoted if self.clause else OWN

    @property
    def number(self) -> str:
        """(1): what the clause begins with, where the announcement counts it; "" where it does not."""
        counted = re.match(r"\(\d+\)", self.clause.text) if self.clause else None
        return counted.group() if counted else ""


OURS = Ground()
