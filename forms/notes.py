"""What people of a consortium say to one another, and the links by which somebody else may read."""

from forms.base import StepForm
from forms.fields import LongText, Text, Whole


class NoteForm(StepForm):
    title = "메모 쓰기"

    text = LongText(
        "메모",
        limit=1000,
        rows=4,
        hint="함께 쓰는 기업에 전할 말입니다. 서류와 제출본에는 들어가지 않습니다. 1,000자까지",
    )


class ShareLinkForm(StepForm):
    title = "읽기 링크 만들기"

    label = Text("누가 볼 링크인가요", limit=60, hint="귀사만 보는 이름입니다. 예: ○○회계법인 김 회계사")
    days = Whole("며칠 동안 쓸 수 있나요", least=1, most=30, unit="일", hint="1~30일. 지나면 링크가 저절로 끝납니다.")
