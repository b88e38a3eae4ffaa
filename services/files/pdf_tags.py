"""Keeping what screen readers need when tagged PDFs are put one behind the other: pypdf takes the pages and leaves
it."""

from typing import Any

LANGUAGE = "ko-KR"


class Tags:
    """The structure of the documents appended so far, for the end of the whole."""

    def __init__(self, writer: Any) -> None:
        self.writer = writer
        self.kids: list[Any] = []
        self.parents: list[Any] = []  # number, entry, number, entry …
        self.roles: dict[Any, Any] = {}
        self.next = 0  # number of a page's, or annotation's, entry

    def add(self, reader: Any, first: int) -> None:
        """Take the structure of a document whose pages were just appended, from page `first` on."""
        root = reader.trailer["/Root"].get("/StructTreeRoot")
        if root is None:
            return
        root = root.get_object().clone(self.writer)
        entries = list(numbered(root["/ParentTree"].get_object()))
        highest = max((int(number) for number, _ in entries), default=-1)
        for number, entry in entries:
            self.parents += [self.number(int(number)), entry]
        for page in self.writer.pages[first:]:
            self.renumber(page, "/StructParents")
            for annotation in page.get("/Annots", ()):
                self.renumber(annotation.get_object(), "/StructParent")
        kids = root.get("/K", [])
        self.kids += kids if isinstance(kids, list) else [root.raw_get("/K")]
        self.roles.update(root.get("/RoleMap", {}))
        self.next += highest + 1

    def renumber(self, of: Any, name: str) -> None:
        from pypdf.generic import NameObject

        if name in of:
            of[NameObject(name)] = self.number(int(of[name]))

    def number(self, own: int) -> Any:
        from pypdf.generic import NumberObject

        return NumberObject(self.next + own)

    def write(self) -> None:
        """Make the whole one tagged document, in Korean."""
        from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, TextStringObject

        tree = self.writer._add_object(DictionaryObject({NameObject("/Nums"): ArrayObject(self.parents)}))
        entries = {"/Type": "/StructElem", "/S": "/Document"}
        whole = DictionaryObject({NameObject(name): NameObject(value) for name, value in entries.items()})
        held = self.writer._add_object(whole)
        for kid in self.kids:
            kid.get_object()[NameObject("/P")] = held
        root = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructTreeRoot"),
                NameObject("/K"): held,
                NameObject("/ParentTree"): tree,
                NameObject("/RoleMap"): DictionaryObject(self.roles),
            }
        )
        whole[NameObject("/K")] = ArrayObject(self.kids)
        whole[NameObject("/P")] = root_held = self.writer._add_object(root)
        catalogue = self.writer._root_object
        catalogue[NameObject("/StructTreeRoot")] = root_held
        catalogue[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        catalogue[NameObject("/Lang")] = TextStringObject(LANGUAGE)


def numbered(tree: Any) -> Any:
    """The (number, entry) pairs of a number tree."""
    pairs = tree.get("/Nums", [])
    for index in range(0, len(pairs), 2):
        entry = pairs[index + 1]
        yield pairs[index], getattr(entry, "indirect_reference", None) or entry
    for kid in tree.get("/Kids", ()):
        yield from numbered(kid.get_object())
