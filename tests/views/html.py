"""A page as a tree, read as a browser reads it; what no browser would nest is an error here."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
# A browser ends a paragraph where one of these begins.
ENDS_PARAGRAPH = {
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "main", "nav", "ol", "p",
    "pre", "section", "table", "ul",
}  # fmt: skip
BLOCKS = {*ENDS_PARAGRAPH, "caption", "dd", "dt", "label", "li", "summary", "td", "th", "tr"}


class Element:
    """A tag with its attributes and what is inside."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None") -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.inside: list[Element | str] = []

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes}>"

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def text(self) -> str:
        """The text content, not a character more or less."""
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)

    @property
    def words(self) -> str:
        """The text as it is read: blocks apart, every stretch of white space as one space."""
        return " ".join(self._flow().split())

    def _flow(self) -> str:
        parts = [part if isinstance(part, str) else part._flow() for part in self.inside]
        return f" {''.join(parts)} " if self.tag in BLOCKS else "".join(parts)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator["Element"]:
        waiting = self.inside[::-1]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Element):
                yield part
                waiting += reversed(part.inside)

    def above(self) -> Iterator["Element"]:
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def all(self, tag: str = "", class_: str = "", **attributes: str) -> list["Element"]:
        return [
            e
            for e in self.walk()
            if (not tag or e.tag == tag)
            and (not class_ or class_ in e.classes)
            and all(e.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str = "", class_: str = "", **attributes: str) -> "Element":
        found = self.all(tag, class_, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {class_} {attributes}"
        return found[0]

    def has(self, tag: str = "", class_: str = "", **attributes: str) -> bool:
        return bool(self.all(tag, class_, **attributes))

    @property
    def links(self) -> list[str]:
        return [a["href"] for a in self.all("a") if "href" in a.attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        above = [self.at, *self.at.above()]
        if tag in ENDS_PARAGRAPH and any(e.tag == "p" for e in above):
            raise AssertionError(f"<{tag}> inside a paragraph, {self.getpos()}")
        if tag == "a" and any(e.tag == "a" for e in above):
            raise AssertionError(f"a link inside a link, {self.getpos()}")
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> ends <{self.at.tag}>, {self.getpos()}"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


def read(answer) -> Element:
    """The page of an answer; two elements with one id are an error too."""
    reader = _Reader()
    reader.feed(answer.getvalue().decode())
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never ended"
    ids = [e["id"] for e in reader.root.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    return reader.root
