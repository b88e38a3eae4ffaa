"""Kinds of evidence: certificates a company attaches, where they come from, how long they are valid.

Which kinds a call asks for, and of whom, its package says.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programme.consents import BOTH
from programme.grounds import Ground

ONE, USUAL, MANY = "one", "usual", "many"


@dataclass(frozen=True)
class Validity:
    """days: how many days a certificate holds from its day of issue, and never longer whatever it says.
    to_march: it holds until the 31 March after its issue (firms that close their books in December).
    customary: the announcement fixes no period; this is what agencies usually ask."""

    days: int | None = None
    to_march: bool = False
    customary: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of evidence. form: the cover sheet that carries it; ground: what asks for it; where: (name, address) of
    the usual place; issued: whether its issuer alone issues it (ONE), others may too (USUAL), or it only says what sort
    of body does (MANY). named: what the name of a file holds that is surely one, unless it holds one of
    named_otherwise. proves: the step whose answers an officer holds it against."""

    slug: str
    title: str
    form: str | None
    ground: Ground
    issuer: str
    where: tuple[str, str] | None
    help: str
    validity: Validity = Validity()
    roles: tuple[str, ...] = BOTH
    required: bool = True
    issued: str = MANY
    named: tuple[str, ...] = ()
    named_otherwise: tuple[str, ...] = ()
    proves: str = ""

    @property
    def known_issuer(self) -> str:
        """What may be written down as its issuer before anybody says; "" where the certificate must be looked at."""
        return self.issuer if self.issued != MANY else ""

    @property
    def lasts(self) -> int | None:
        """For how many days it holds by law; None where nothing but custom limits it."""
        return None if self.validity.customary else self.validity.days

    def valid_until(self, issued: date | None, expires: date | None) -> date | None:
        """The last day the certificate counts; None when nothing limits it or its dates are not known.

        A printed end later than the law allows (30 days for tax certificates) does not lengthen it; customary periods
        give way to a printed end. The end of a 중소기업확인서 is the printed one, else the 31 March after its issue.
        """
        lasting = issued and last_day(self.validity, issued)
        if expires and lasting and self.lasts:
            return min(expires, lasting)
        return expires or lasting


def kind_named(name: str, kinds: Iterable[Kind]) -> str:
    """The kind, by its slug, that the name of a file tells; "" where it tells none, or more than one."""
    bare = re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name))
    fit = [
        kind.slug
        for kind in kinds
        if any(word in bare for word in kind.named) and not any(word in bare for word in kind.named_otherwise)
    ]
    return fit[0] if len(fit) == 1 else ""


def last_day(validity: Validity, issued: date) -> date | None:
    if validity.days:
        return date.fromordinal(min(issued.toordinal() + validity.days, date.max.toordinal()))
    if validity.to_march:
        return date(min(issued.year + (issued.month > 3), date.max.year), 3, 31)
    return None
