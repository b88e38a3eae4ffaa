"""What begins and ends in two places, and what must be the only one of its name: checked and mended while a template is
compiled, since data may cut the one and repeat the other. docxtpl does neither.
"""

from typing import Any

from docgen.errors import Refused
from docgen.language import Marks
from docgen.refusals import W, tag, where
from docgen.structure import before, blocks_around

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
VML, OFFICE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline", "group", "image", "arc", "curve")
PAIRS = {"bookmark": "책갈피", "perm": "편집 허용 구역", "commentRange": "메모"}
OWN = "_GoBack"  # the bookmark Word itself leaves where one was last
LONGEST = 34  # of a bookmark's name that is to be numbered; Word takes 40


def fields(root: Any, marks: Marks, part: str) -> None:
    """Raises Refused for a field that begins on one side of a block's tag and ends on the other."""
    depth, begun = 0, []
    for element, codes in before(root):
        for code in codes:
            if code[0] in "fi":
                begun.append(depth)
            elif code[0] in "lex" and depth != (begun.pop() if code[0] == "x" else begun[-1]):
                cut(code, marks, part, element, "필드")
        if element.tag == W + "fldChar":
            depth += {"begin": 1, "end": -1}.get(element.get(W + "fldCharType"), 0)
            if begun and depth < begun[-1]:
                raise Refused(f"필드가 for나 if 태그에 걸쳐 있습니다. {APART} ({where(part, around(element))})")


APART = "시작과 끝을 모두 태그 사이에 두거나 모두 태그 밖에 두세요."


def cut(code: str, marks: Marks, part: str, element: Any, what: str) -> None:
    raise Refused(
        f"{tag(code, marks.slots, marks.blocks)}: {what}가 이 태그에 걸쳐 있어 반으로 잘립니다. {APART} "
        f"({where(part, around(element))})"
    )


def around(element: Any) -> Any:
    return next(element.iterancestors(W + "p"), None)


def identities(root: Any, marks: Marks, part: str) -> bool:
    """Number whatever a loop repeats though there may be only one of its name; whether there was any.

    Raises Refused for what a loop cannot repeat, and for pairs that a block's tag parts.
    """
    blocks, _ = blocks_around(root)
    loops = {one: [number for number in numbers if marks.blocks[number][0] == "for"] for one, numbers in blocks.items()}
    changed = take_out_own(root, blocks)
    for reference in root.iter(W + "commentReference", W + "commentRangeStart"):
        if loops[reference]:
            code = f"f{loops[reference][-1]}"
            raise Refused(
                f"{tag(code, marks.slots, marks.blocks)}: 되풀이되는 곳에 메모가 달려 있습니다. 메모는 되풀이할 수 없으니 "
                f"지우거나 태그 밖으로 옮기세요. ({where(part, around(reference))})"
            )
    for name, what in PAIRS.items():
        changed |= numbered_pairs(paired(root, blocks, name, what, part), loops, marks)
    changed |= controls(root, loops, marks)
    changed |= shapes(root, loops, marks)
    for paragraph in root.iter(W + "p", W + "tr"):
        for name in (W14 + "paraId", W14 + "textId"):
            if loops[paragraph] and paragraph.attrib.pop(name, None):
                changed = True
    return changed


def paired(root: Any, blocks: dict[Any, list[int]], name: str, what: str, part: str) -> list[tuple[Any, Any]]:
    """The beginnings of a kind with their ends."""
    ends = {one.get(W + "id"): one for one in root.iter(f"{W}{name}End")}
    found = []
    for begin in list(root.iter(f"{W}{name}Start")):
        end = ends.get(begin.get(W + "id"))
        if end is None:
            continue
        if blocks[begin] == blocks[end]:
            found.append((begin, end))
        else:
            told = begin.get(W + "name", "")
            raise Refused(
                f"{what}{f' “{told}”' if told else ''}의 시작과 끝이 for나 if 태그에 걸쳐 있습니다. {APART} "
                f"({where(part, around(begin) if around(begin) is not None else around(end))})"
            )
    return found


def take_out_own(root: Any, blocks: dict[Any, list[int]]) -> bool:
    """Take out Word's own bookmark where a tag parts it, not the marks behind it; whether there was one."""
    ends = {one.get(W + "id"): one for one in root.iter(W + "bookmarkEnd")}
    found = []
    for begin in root.iter(W + "bookmarkStart"):
        end = ends.get(begin.get(W + "id"))
        if begin.get(W + "name") == OWN and end is not None and blocks[begin] != blocks[end]:
            found += [begin, end]
    for one in found:
        parent, previous = one.getparent(), one.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + (one.tail or "")
        else:
            previous.tail = (previous.tail or "") + (one.tail or "")
        one.tail = None
        parent.remove(one)
    return bool(found)


def numbered_pairs(pairs: list[tuple[Any, Any]], loops: dict[Any, list[int]], marks: Marks) -> bool:
    """Where one is repeated, all of a kind are numbered anew; a name repeated gets its number behind it."""
    if not any(loops[begin] for begin, _ in pairs):
        return False
    for begin, end in pairs:
        key = f"pair {begin.tag} {begin.get(W + 'id')}"
        begin.set(W + "id", marks.value(["number", key]))
        end.set(W + "id", marks.value(["same", key]))
        if loops[begin] and (name := begin.get(W + "name")):
            begin.set(W + "name", name[:LONGEST] + marks.value(["nth", f"name {key}"]))
    return True


def controls(root: Any, loops: dict[Any, list[int]], marks: Marks) -> bool:
    """Content controls."""
    known = list(root.iterfind(f".//{W}sdtPr/{W}id"))
    if not any(loops[one] for one in known):
        return False
    for place, one in enumerate(known):
        one.set(W + "val", marks.value(["number", f"control {place}"]))
    return True


def shapes(root: Any, loops: dict[Any, list[int]], marks: Marks) -> bool:
    """What old Word draws, and the objects that name their shape."""
    changed = False
    for place, shape in enumerate(root.iter(*(VML + name for name in SHAPES))):
        if loops[shape] and (name := shape.get("id")):
            key = f"shape {place}"
            shape.set("id", name + marks.value(["nth", key]))
            for name_again in (OFFICE + "spid",):
                if other := shape.get(name_again):
                    shape.set(name_again, other + marks.value(["nth", f"{key} again"]))
            for thing in shape.getparent().iter(OFFICE + "OLEObject"):
                if thing.get("ShapeID") == name:
                    thing.set("ShapeID", name + marks.value(["nth", f"{key} object"]))
            changed = True
    return changed
