"""How far a phone is scrolled over all pages of the finished demo application, by each of its companies."""

from tests.applying import LEAD, SUPPLIER
from tests.e2e.person import PHONE

# What this printed for commit ffe92b1, in pixels at a width of 360: the same application, opened page by page.
BEFORE = {LEAD: 164_072, SUPPLIER: 177_462}
ROOM = 1.1  # what helps people write may take a tenth more
OTHERS = ("", "consents/", "evidence/", "check", "documents/")


def test_a_phone_is_scrolled_hardly_more_than_before(person):
    for email, before in BEFORE.items():
        somebody = person(email, size=PHONE)
        somebody.press("간병인", inside="main .cards")
        task_list = somebody.path
        steps = somebody.page.locator("main a[href^='/applications/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        own = [
            path
            for path in dict.fromkeys(steps)
            if path.startswith(task_list) and path.count("/") == task_list.count("/")
        ]
        own = [path for path in own if "." not in path]  # no files
        heights = {}
        for path in dict.fromkeys([*own, *(f"{task_list}{name}" for name in OTHERS)]):
            somebody.page.goto(path)
            heights[path.removeprefix(task_list)] = somebody.page.evaluate("document.documentElement.scrollHeight")
        print(f"\n{email}: {sum(heights.values()):,} px on {len(heights)} pages {heights}")
        assert sum(heights.values()) <= before * ROOM
