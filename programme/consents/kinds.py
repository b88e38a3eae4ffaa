"""What a consent is, and what a notice that asks for none is."""

from dataclasses import dataclass, replace

from programme.consents.items import Item

ADOPTER, SUPPLIER = "adopter", "supplier"
BOTH = (ADOPTER, SUPPLIER)

Blocks = tuple[tuple[str, str], ...]  # (label, text): 목적, 항목, 보유·이용기간 …

OPERATOR = "{operator}"  # whoever runs this site, filled in where a text is asked


@dataclass(frozen=True)
class Consent:
    """One thing agreed to or refused. form: the document that prints it; required: refusing it stops the application;
    answers: what yes and no are called; items: the facts typed here that it covers, as its text names them; summary:
    what it comes to in a sentence, no part of the text agreed to."""

    slug: str
    form: str
    title: str
    version: str
    blocks: Blocks
    law: str
    required: bool = True
    roles: tuple[str, ...] = BOTH
    answers: tuple[str, str] = ("동의함", "동의하지 않음")
    items: tuple[Item, ...] = ()
    summary: str = ""

    def given_by(self, operator: str) -> "Consent":
        """The text with the name of whoever runs this site."""
        return replace(self, blocks=tuple((of, say.replace(OPERATOR, operator)) for of, say in self.blocks))

    @property
    def questions(self) -> set[str]:
        """The questions whose answers it covers."""
        return {question for item in self.items for question in item.labels}

    @property
    def refusal(self) -> str:
        """What a no is called wherever it is shown: of a required text with what follows from it."""
        return f"{self.answers[1]} – 제출할 수 없음" if self.required else self.answers[1]

    @property
    def text(self) -> str:
        """All that is read before choosing, in reading order."""
        mark = "필수" if self.required else "선택"
        return "\n".join(
            (
                f"[{mark}] {self.title} ({self.version})",
                f"근거: {self.law}",
                *(f"{of}: {say}" for of, say in self.blocks),
            )
        )


@dataclass(frozen=True)
class Notice:
    """Something told, not asked: it needs no answer and blocks nothing. form: the document that prints it, or none."""

    slug: str
    form: str | None
    title: str
    blocks: Blocks
    law: str
    roles: tuple[str, ...] = BOTH
