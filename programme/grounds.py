"""What a rule or a demand rests on: words of the announcement, or nothing but this site's own judgement.

A rule that is ours never wears a clause that does not say it. A test looks for the words in their clause, for the clause
in the announcement, and for what both speak of in what the rule says.
"""

from dataclasses import dataclass

from programme.clauses import BY_ID

OWN = "이 사이트의 확인 규칙입니다(공고에는 없음)."


@dataclass(frozen=True)
class Ground:
    """clause: the one whose text holds `words`, which say what is asked; both empty for what is ours."""

    clause: str = ""
    words: str = ""

    @property
    def cited(self) -> str:
        """The clause word for word, or that there is none."""
        return BY_ID[self.clause].quoted if self.clause else OWN


OURS = Ground()
