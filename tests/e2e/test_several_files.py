"""Photos of certificates, uploaded at once from a phone and then told apart."""

from playwright.sync_api import expect

from tests.e2e.person import PHONE
from tests.e2e.steps import CERTIFICATE
from tests.uploads import png

LEAD, PROJECT = "plan@ongyeol.example.com", "간병인"


def test_photos_are_uploaded_together_on_a_phone_and_each_gets_its_own_kind(person):
    somebody = person(LEAD, size=PHONE)
    somebody.press(PROJECT, inside="main .cards")
    task_list = somebody.path
    somebody.go(f"{task_list}evidence/")
    somebody.page.get_by_label("파일", exact=True).set_input_files(
        [
            {"name": "국세 납세증명.png", "mimeType": "image/png", "buffer": png()},
            {"name": "IMG_0001.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" + bytes(60)},
            {"name": "IMG_0002.pdf", "mimeType": "application/pdf", "buffer": CERTIFICATE.read_bytes()},
        ]
    )
    somebody.press("여러 장 올리기")
    said = somebody.page.locator("#error-summary").inner_text()
    assert "IMG_0001.heic: 휴대폰의 고효율 사진" in said and "나머지 파일 2개는 올려 두었습니다" in said

    somebody.go(task_list)
    assert "정하지 않은 파일이 2개" in somebody.page.locator("main .stages").first.inner_text()
    somebody.go(f"{task_list}evidence/")
    somebody.press("파일마다 종류 정하기")
    first, second = somebody.page.locator("#several .card").all()
    expect(first.get_by_label("증빙 종류")).to_have_value("national_tax")
    first.locator("summary", has_text="사진 보기").press("Enter")
    picture = first.locator("img")
    expect(picture).to_be_visible()
    picture.evaluate("async (shown) => await shown.decode()")
    assert picture.evaluate("shown => shown.naturalWidth") == 2
    first.get_by_label("발급일").fill("2024-04-01")
    second.get_by_label("증빙 종류").select_option(label="기타 증빙")
    first.get_by_label("발급일").press("Enter")  # in any line: about all files

    assert "파일 1개의 종류는 저장했습니다" in somebody.page.locator("#error-summary").inner_text()
    (last,) = somebody.page.locator("#several .card").all()
    expect(last.get_by_label("증빙 종류")).to_have_value("other")
    last.get_by_label("발급일").fill("2024-04-02")
    last.get_by_label("발급기관").fill("특허청")
    somebody.press("저장하기", inside="#several .card")
    assert "IMG_0002.pdf" in somebody.page.locator("#other").inner_text()
    assert "국세 납세증명.png" in somebody.page.locator("#national_tax").inner_text()
