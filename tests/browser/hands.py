"""Somebody without a mouse: finds a control with Tab, works it with keys, minds what is in the way."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

# What a person sees of the focus: that it is marked, in the window and under nothing else.
SEEN = """function () {
  const style = getComputedStyle(this), box = this.getBoundingClientRect();
  const line = this.getClientRects()[0] ?? box;
  const middle = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
  const top = document.elementFromPoint(
    middle(line.left, line.right, innerWidth), middle(line.top, line.bottom, innerHeight));
  const active = document.getElementById(this.getAttribute("aria-activedescendant"));
  return {
    isPage: this === document.body,
    isMarked: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
    isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isUncovered: top !== null && (this.contains(top) || top.contains(this)),
    active: active?.textContent ?? "",
    html: this.outerHTML.slice(0, 120),
  };
}"""

# A browser gives the focus to what the address or the page names when it draws, not when it loads.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True)
class Stop:
    """What has the focus: as a screen reader says it, and as it is seen."""

    role: str
    name: str
    value: str
    seen: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"

    def is_called(self, role: str, name: str) -> bool:
        """Whatever the style sheet makes of the letters; what else is said follows a label."""
        said = self.name.partition(":")[0] if self.role == "combobox" else self.name.rstrip(":")
        if self.role == "radio":
            said = said[: len(name)]
        return (self.role, said.lower()) == (role, name.lower())

    def faults(self) -> list[str]:
        """What would stop a person here who sees, or one who listens."""
        if self.seen["isPage"]:  # the focus is with the browser, between the end and the beginning
            return []
        marks = ("isMarked", "isInView", "isUncovered")
        return [m for m in marks if not self.seen[m]] + ([] if self.name else ["has no name"])


@dataclass
class Hands:
    """Nothing here touches the page but through its keyboard and the address bar."""

    page: Page

    def __post_init__(self) -> None:
        self.browser = self.page.context.new_cdp_session(self.page)

    def visit(self, address: str) -> None:
        """As typed into the address bar."""
        self.page.goto(address)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def paste(self, words: str) -> None:
        self.page.keyboard.insert_text(words)

    def here(self) -> Stop:
        """What has the focus, asked of the browser's tree of accessible things."""
        focused = self._ask("Runtime.evaluate", expression="document.activeElement")
        key = {"objectId": focused["result"]["objectId"]}
        tree = self._ask("Accessibility.getPartialAXTree", **key, fetchRelatives=False)
        said = [
            str(tree["nodes"][0].get(p, {}).get("value", "")) for p in ("role", "name", "value")
        ]
        seen = self._ask(
            "Runtime.callFunctionOn", **key, functionDeclaration=SEEN, returnByValue=True
        )
        return Stop(*said, seen["result"]["value"])

    def _ask(self, question: str, **details: Any) -> dict[str, Any]:
        return self.browser.send(question, details)

    def go_to(self, role: str, name: str, *, most: int = 20, key: str = "Tab") -> None:
        """Press Tab until the wanted control has the focus; else fail with the stops on the way."""
        passed = [self.here()]
        while not passed[-1].is_called(role, name):
            way = "\n".join(f"  {number}. {stop}" for number, stop in enumerate(passed))
            assert len(passed) <= most, f"{role} “{name}” is not within {most} stops:\n{way}"
            self.press(key)
            passed.append(self.here())
        wrong = [
            f"{stop}: {stop.faults()} {stop.seen['html']}"
            for stop in passed[1:] or passed
            if stop.faults()
        ]
        assert not wrong, "\n".join(wrong)

    def skip(self) -> None:
        """Past what every page begins with."""
        self.go_to("link", "Skip to main content", most=2)
        self.press("Enter")

    def follow(self, role: str, name: str, **limits: Any) -> None:
        """Go there, press Enter, and wait for the page that comes."""
        self.go_to(role, name, **limits)
        self.send()

    def send(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")
        self.page.evaluate(DRAWN)

    def fill(self, label: str, words: str, **limits: Any) -> None:
        self.go_to("textbox", label, **limits)
        self.type(words)

    def pick(self, label: str, option: str, **limits: Any) -> None:
        """One of the choices of a list, by its first letters."""
        self.go_to("combobox", label, **limits)
        self.type(option)
        assert self.here().value == option

    def choose(self, label: str, typed: str, option: str, **limits: Any) -> None:
        """A record, by searching: open, type, down to it, Enter."""
        self.go_to("combobox", label, **limits)
        self.press("Enter")
        self.page.wait_for_function("document.activeElement.type === 'search'")
        assert self.here().is_called("searchbox", label)
        self.type(typed)
        expect(self.page.get_by_role("option", name=option)).to_be_visible()
        for _ in range(10):
            if option in self.here().seen["active"]:
                break
            self.press("ArrowDown")
        self.press("Enter")
        chosen = self.here()
        assert chosen.is_called("combobox", label)
        assert option in chosen.name, chosen
