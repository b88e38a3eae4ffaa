"""A list of the existing pool's firms as an officer sends it in: read in a child of narrow limits, and every fault
named by its row before anything is brought in."""

from dataclasses import dataclass, field
from typing import Any

from forms.pool_import import HEADS, PHONES, REQUIRED, FirmForm
from models.base import writing
from models.company import Membership, Supplier
from models.person import Person
from models.proposal import PoolImport
from models.secret import fingerprints
from programme.korean import with_particle
from services.files import child_process, validation
from services.files.refused import CUT, Refused
from services.files.sheet_inspector import ROWS

Row = dict[str, str]
FORMULA = "수식이 들어 있습니다. 수식 대신 값을 적어 주세요."


@dataclass
class Judged:
    """rows: those without fault, {column: value} with the "line" each stands at; faults: (line, firm, head of the
    column, what is wrong)."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)


def receive(content: bytes, name: str, person: Person) -> PoolImport:
    """Read and judge a list, and keep what was found, to be looked at before it is brought in. Raises Refused."""
    heads, rows = read(content, name)
    judged = judge(heads, rows)
    with writing():
        kept = {"rows": judged.rows, "faults": judged.faults, "total": len(rows), "name": name}
        return PoolImport.create(by=person, **kept)


def read(content: bytes, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The columns' names, "" for one we do not know, and (line, cells) of each row. Raises Refused."""
    if name.lower().endswith(".xlsx"):
        validation.check(content, name)
    elif not name.lower().endswith(".csv"):
        raise Refused("XLSX나 CSV 파일을 올려 주세요. 다른 종류이면 엑셀에서 XLSX로 저장합니다.")
    found = child_process.inspect_upload("services.files.sheet_inspector", content)
    if "rows" not in found:
        raise Refused(CUT)
    if found["more"]:
        raise Refused(f"한 번에 {ROWS:,}곳까지 가져올 수 있습니다. 나누어 올려 주세요.")
    if len(found["rows"]) < 2:
        raise Refused("가져올 기업이 없습니다. 첫 줄에 열 이름을, 다음 줄부터 한 줄에 한 기업씩 적어 주세요.")
    (_, first), *rows = found["rows"]
    heads = [HEADS.get(" ".join(head.split()), "") for head in first]
    if missing := [head for head in REQUIRED if HEADS[head] not in heads]:
        raise Refused(f"첫 줄에 {', '.join(missing)} 열이 없습니다. 양식의 열 이름을 그대로 써 주세요.")
    return heads, rows


def judge(heads: list[str], rows: list[tuple[int, list[str]]]) -> Judged:
    """What is right and what is wrong with each row, as the file and the pool stand."""
    judged, seen = Judged(), Seen.now()
    for line, cells in rows:
        sent = {name: cell.strip() for name, cell in zip(heads, cells, strict=False) if name and cell.strip()}
        form = FirmForm.of({name: [spelled(name, text)] for name, text in sent.items()} or {"name": [""]})
        form.validate()
        wrong = {field.name: error for field, error in form.faults}
        wrong |= {name: FORMULA for name, text in sent.items() if text.startswith("=")}
        for name, said in seen.faults(line, form).items():
            wrong.setdefault(name, said)
        called = sent.get("name", "")
        judged.faults += [(line, called, each.label.text, wrong[each.name]) for each in form if each.name in wrong]
        if not wrong:
            values = {field.name: field.printed for field in form if not field.blank}
            judged.rows.append({"line": line, **values})
    return judged


def spelled(name: str, text: str) -> str:
    """A cell as it was meant: a workbook takes the zero before a telephone number for nothing."""
    bare = text.isascii() and text.isdigit() and 8 <= len(text) <= 10 and not text.startswith(("0", "1"))
    mobile = text.isascii() and text.isdigit() and len(text) in (9, 10) and text.startswith("1")
    return f"0{text}" if name in PHONES and (bare or mobile) else text


@dataclass
class Seen:
    """What stands in the pool already, and which line of the list said a number or an address first."""

    numbers: set[str]
    people: set[str]
    said: dict[str, int] = field(default_factory=dict)

    @classmethod
    def now(cls) -> "Seen":
        held = Supplier.select(Supplier.number).where(~Supplier.number.is_null())
        acting = (
            Person.select(Person.email_hash).join(Membership).join(Supplier, on=Supplier.company == Membership.company)
        )
        return cls({str(row.number) for row in held}, {row.email_hash for row in acting})

    def faults(self, line: int, form: FirmForm) -> dict[str, str]:
        """What a row says that is taken, {column: what is wrong}."""
        found = {}
        for name, what in (("number", "사업자등록번호"), ("email", "이메일")):
            value = form[name].data
            if not value:
                continue
            first = self.said.setdefault(value.lower(), line)
            if first != line:
                found[name] = f"{first}번째 줄과 {with_particle(what, '이/가')} 같습니다."
            elif name == "number" and value in self.numbers:
                found[name] = "이미 풀에 있는 사업자등록번호입니다."
            elif name == "email" and not self.people.isdisjoint(fingerprints(value)):
                found[name] = "이미 풀에 있는 다른 기업의 담당자입니다. 이 기업의 담당자 주소를 적어 주세요."
        return found
