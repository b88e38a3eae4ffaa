"""A page as tests read it: parsed once by lxml, its elements chosen by CSS selectors. Beautiful Soup reads the same
names, and took twenty times as long for a page of 5 kB, which was a fifth of what tests without a browser took."""

from functools import cache
from typing import Any, Self

from cssselect import HTMLTranslator
from lxml import etree

# Words of a page are not what stands in a template, which no reader is shown before a script copies it.
WORDS = etree.XPath(".//text()[not(ancestor::template or ancestor::script)]", smart_strings=False)
OWN_WORDS = etree.XPath(".//text()", smart_strings=False)


@cache
def compiled(css: str, axis: str) -> etree.XPath:
    """What a selector chooses along an axis of XPath, in the order of the page."""
    return etree.XPath(HTMLTranslator().css_to_xpath(css, prefix=f"{axis}::"))


class Element(etree.ElementBase):
    def select(self, css: str) -> list[Self]:
        return compiled(css, "descendant")(self)

    def select_one(self, css: str) -> Any:
        """The first of them, None where there is none."""
        return next(iter(self.select(css)), None)

    def closest(self, css: str) -> Any:
        """Itself or the nearest element around it that the selector chooses, None where there is none."""
        return next(reversed(compiled(css, "ancestor-or-self")(self)), None)

    def find_next(self, css: str) -> Any:
        """The first element after it that the selector chooses, None where there is none."""
        return next(iter(compiled(css, "following")(self)), None)

    def get_text(self, between: str = "", strip: bool = False) -> str:
        """Its words. strip: without the white space around each piece and without empty pieces."""
        return between.join(self.stripped_strings if strip else self.strings)

    @property
    def text(self) -> str:  # lxml's own ends at the first element in it
        return self.get_text()

    @property
    def strings(self) -> list[str]:
        return (OWN_WORDS if self.tag == "template" else WORDS)(self)

    @property
    def stripped_strings(self) -> list[str]:
        return [words for piece in self.strings if (words := piece.strip())]

    @property
    def name(self) -> str:
        return str(self.tag)

    @property
    def classes(self) -> list[str]:
        return self.get("class", "").split()

    def has_attr(self, name: str) -> bool:
        return name in self.attrib

    def extract(self) -> None:
        """Take it out of the page, and not the words after it."""
        nothing = etree.Comment()
        nothing.tail = self.tail
        self.getparent().replace(self, nothing)

    def __getitem__(self, name: str) -> str:  # type: ignore[override]
        return self.attrib[name]

    def __getattr__(self, name: str) -> Any:
        """The first element of this name in it: row.th."""
        for element in self.iterdescendants(name):
            return element
        raise AttributeError(f"no {name} in this {self.tag}")

    def __bool__(self) -> bool:
        """It is there, whether or not it has children."""
        return True

    def __str__(self) -> str:
        return etree.tostring(self, encoding="unicode", method="html", with_tail=False)


def parsed(text: str) -> Element:
    """The page, or the piece of one, with <html> around it."""
    parser = etree.HTMLParser(encoding="utf-8")
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Element))
    return etree.fromstring(text.strip().encode() or b"<html>", parser)
