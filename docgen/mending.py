"""What Word cannot open or has to repair, mended while a template is compiled: cells that data may leave without a
paragraph at their end. docxtpl leaves them so.
"""

from typing import Any

from lxml import etree

from docgen.errors import Refused
from docgen.language import Marks
from docgen.refusals import W, tag, where
from docgen.structure import codes_in

ENDING = {W + name for name in ("tc", "txbxContent", "footnote", "endnote", "hdr", "ftr")}
WRAPPED = {W + "sdt": W + "sdtContent", W + "customXml": W + "customXml"}
YES, NO = ["const", True], ["const", False]
Tokens = list[Any]  # elements and the codes of marks, in their order


def cells(root: Any, marks: Marks, part: str) -> bool:
    """Give each cell, text box, header … a last paragraph where data may leave it without; whether one was given.

    Raises Refused where that depends on what is in the items of a loop.
    """
    mended = False
    for cell in [element for element in root.iter() if element.tag in ENDING]:
        if (missing := lacking(tokens(cell), YES, marks, where(part, cell))) == NO:
            continue
        paragraph = etree.SubElement(cell, W + "p")
        if missing != YES:
            begin, end = marks.condition(missing)
            before = paragraph.getprevious()
            before.tail = (before.tail or "") + begin
            paragraph.tail = end
        mended = True
    return mended


def tokens(element: Any) -> Tokens:
    found: Tokens = codes_in(element.text or "")
    for child in element:
        found += [child, *codes_in(child.tail or "")]
    return found


def lacking(sequence: Tokens, before: Any, marks: Marks, place: str) -> Any:
    """When what the sequence leaves ends in no paragraph, as an expression. before: the same of what stands before
    it."""
    for at in range(len(sequence) - 1, -1, -1):
        token = sequence[at]
        if not isinstance(token, str):
            if token.tag == W + "p":
                return NO
            if token.tag == W + "tbl":
                return YES
            if inner := WRAPPED.get(token.tag):
                content = token if token.tag == inner else token.find(inner)
                return lacking(tokens(content), YES, marks, place) if content is not None else YES
        elif token[0] == "x":
            begin = max(sequence.index(code) for code in ("f" + token[1:], "i" + token[1:]) if code in sequence)
            before = lacking(sequence[:begin], before, marks, place)
            return of_block(token[1:], sequence[begin + 1 : at], before, marks, place)
    return before


def of_block(number: str, inside: Tokens, before: Any, marks: Marks, place: str) -> Any:
    kind, *about = marks.blocks[int(number)]
    bodies: list[Tokens] = [[]]
    otherwise = False
    for token in inside:
        if token in ("l" + number, "e" + number):
            bodies.append([])
            otherwise = token[0] == "e"
        else:
            bodies[-1].append(token)
    ends = [lacking(body, before, marks, place) for body in bodies]
    if kind == "for":
        about = [about[1]]
        if ends[0] not in (YES, NO, before):
            raise Refused(
                f"{tag('f' + number, marks.slots, marks.blocks)}: 항목에 따라 칸의 마지막 문단이 없어질 수 있고, 문단 없는 칸은 "
                f"Word가 열지 못합니다. {{%p endfor %}} 뒤에 빈 문단을 하나 두세요. ({place})"
            )
    rest = ends.pop() if otherwise else before
    for test, end in zip(reversed(about), reversed(ends), strict=True):
        rest = chosen(test, end, rest)
    return rest


def chosen(test: Any, yes: Any, no: Any) -> Any:
    """The expression `yes if test else no`, as short as it may be."""
    if yes == no:
        return yes
    if (yes, no) == (NO, YES):
        return ["not", test]
    return ["choice", test, yes, no]
