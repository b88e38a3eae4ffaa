"""What a browser fetches of the font, and that nothing moves when it comes."""

from playwright.sync_api import Response

from tests.e2e.person import Person

HOME, STEP = (
    120 * 1024,
    60 * 1024,
)  # bytes of fonts: of a first visit, their style sheet with them, and what a step adds
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 500);
})"""


def size_of_font(answer: Response) -> dict[str, int]:
    return {answer.url: int(answer.headers["content-length"])} if "/static/fonts/" in answer.url else {}


def test_the_home_page_fetches_few_fonts_and_a_step_few_more(browser, site):
    visitor = Person(browser, site, "new-here@example.com")
    fetched: dict[str, int] = {}  # by address: what is kept from an earlier page is answered again, and costs nothing
    visitor.page.on("response", lambda answer: fetched.update(size_of_font(answer)))
    visitor.page.goto("/", wait_until="networkidle")
    assert 0 < sum(fetched.values()) <= HOME
    assert visitor.page.evaluate(SHIFTS) < 0.01

    visitor.sign_in()
    visitor.press("새 과제신청 시작하기")
    visitor.press("이어서 하기", inside="main")
    visitor.page.wait_for_load_state("networkidle")
    assert sum(fetched.values()) <= HOME + STEP
    visitor.leave()


def test_on_a_slow_line_the_page_is_painted_before_any_font_comes(browser, site):
    visitor = Person(browser, site, "")
    line = visitor.context.new_cdp_session(visitor.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.emulateNetworkConditions", slow)
    visitor.page.goto("/", wait_until="load")

    painted, first_font = visitor.page.evaluate(
        """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime,
             Math.min(...performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".woff2"))
               .map((one) => one.responseEnd))]"""
    )
    assert painted < first_font
    visitor.leave()
