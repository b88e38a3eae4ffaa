"""How long things take: measured on the demo's answers, and said where somebody decides whether to begin."""

from forms import minutes as written
from forms.wizard import Respondent
from services.drafts import workload
from tests import minutes
from tests.applying import HALF, LEAD, application_of, change, confirm
from tests.call import PROJECT_TYPE, WIZARDS


def test_the_minutes_kept_are_those_measured(app):
    assert minutes.measured() == written.MINUTES, "python -m tests.minutes writes them anew"


def test_every_declared_step_was_measured():
    for wizards in WIZARDS.values():
        for step in (step for wizard in wizards for step in wizard.steps):
            assert minutes.declared(step) in written.MINUTES, step.slug


def test_a_duration_is_said_in_words():
    said = {0: "", 7: "약 7분", 30: "약 30분", 31: "약 40분", 60: "약 1시간", 61: "약 1시간 10분", 125: "약 2시간 10분"}

    assert {number: workload.duration(number) for number in said} == said


def test_the_lead_writes_what_is_written_together_and_the_supplier_its_own():
    lead, supplier = workload.of_lead(PROJECT_TYPE), workload.of_supplier(PROJECT_TYPE)

    assert lead.minutes > supplier.minutes > 0
    assert lead.certificates == len(PROJECT_TYPE.required_evidence(Respondent.ADOPTER, {}))
    assert supplier.shared > 0


def test_home_and_guide_name_the_stages_of_the_task_list_and_the_stepper(seeded, client):
    client.sign_in(LEAD)
    path = f"/applications/{application_of(LEAD).token}/"
    listed = [tag.get_text() for tag in client.get(path).page.select(".column-main > .stages h2")]
    stepper = [tag.get_text() for tag in client.get(path + "need").page.select(".step-tit")]
    home = [tag.get_text() for tag in client.get("/").page.select("main ol li strong")]
    guide = [tag.get_text().split(". ")[1] for tag in client.get("/guide").page.select("main section h2")]

    assert listed == stepper == guide
    assert listed == home[-len(listed) :]
    assert len(listed) <= 7  # KRDS


def test_a_step_says_where_it_stands_and_leads_back_without_losing_a_word(seeded, client):
    client.sign_in(LEAD)
    path = f"/applications/{application_of(LEAD).token}/"
    page = client.get(path + "need").page
    assert "과제·목표 2/5" in page.select_one(".place").get_text()
    assert page.select_one(".place a")["href"] == path
    assert "D-" in page.select_one(".place").get_text()

    sent = {"base": page.select_one("[name=base]")["value"], "back": "1", page.textarea["name"]: "새로 쓴 글"}
    response = client.post(path + "need", data=sent, content_type="multipart/form-data")

    assert response.location == path + "overview"
    assert "새로 쓴 글" in client.get(path + "need").text


def test_the_first_step_leads_back_to_the_task_list(seeded, client):
    client.sign_in(LEAD)
    path = f"/applications/{application_of(LEAD).token}/"

    assert client.post(path + "track", data={"base": "1", "back": "1"}).location == path


def test_the_task_list_says_how_much_is_left_and_what_is_next(seeded, client):
    client.sign_in(HALF)
    page = client.get(f"/applications/{application_of(HALF).token}/").page

    assert "남은 일" in page.select_one(".progress").get_text()
    assert page.select_one(".progress + .buttons a").get_text().startswith("이어서 하기: ")
    folded = {tag.h2.get_text(): tag.has_attr("open") for tag in page.select(".stages details")}
    assert folded["자격 확인"] is False
    assert folded["확인·제출"] is True


def test_before_the_first_word_nothing_is_said_to_stand_in_the_way(seeded, client):
    client.sign_in("new@example.com")
    client.post("/applications/", data={})
    path = f"/applications/{application_of('new@example.com').token}/"
    page = client.get(path).page

    assert "제출을 막고 있는" not in page.get_text()
    assert (
        "자격 확인을 마치면 열립니다"
        in page.select_one(".tasks").find_next("ul").getparent().getparent().getparent().get_text()
    )


def test_a_lead_who_waits_for_the_supplier_is_led_to_what_it_owes_and_then_to_submitting(application, lead):
    def onward() -> str:
        (button,) = lead.get(f"/applications/{application.token}/").page.select("main p.buttons a.primary")
        return button["href"].rpartition("/")[2]

    assert onward() == "submit"
    change(application)  # which the supplier has not confirmed
    assert onward() == "consortium"
    confirm(application)
    assert onward() == "submit"
