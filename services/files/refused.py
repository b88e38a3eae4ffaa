"""Why an uploaded file is not taken: what happened, why, and what to do."""


class Refused(Exception):
    """The file cannot be taken; the message says in Korean what, why and what to do."""


CUT = "파일이 끝까지 오지 않았거나 깨졌습니다. 열어서 확인한 뒤 다시 올려 주세요."
TWO_IN_ONE = (
    "한 파일에 두 가지 형식이 섞여 있어 안전하게 받을 수 없습니다. 원래 프로그램에서 새로 저장한 뒤 다시 올려 주세요."
)
TOO_DEEP = "압축을 풀면 지나치게 커지는 파일이라 받을 수 없습니다. PDF로 저장해 올려 주세요."
LOCKED = "암호가 걸린 문서라 내용을 확인할 수 없습니다. 암호를 풀고 저장한 뒤 다시 올려 주세요."
MACRO = "매크로가 들어 있어 받을 수 없습니다. 매크로 없이 저장하거나 PDF로 저장해 올려 주세요."
HEIC = (
    "휴대폰의 고효율 사진(HEIC)이라 받을 수 없습니다. 아이폰은 설정 → 카메라 → 포맷에서 ‘높은 호환성’을 고르고, 갤럭시는 카메라 설정에서 "
    "‘고효율 사진’을 끈 뒤 다시 찍어 올려 주세요. 이미 찍은 사진은 화면에 띄워 캡처한 그림을 올려도 됩니다."
)
ODD_NAMES = "문서 안에 이상한 이름의 항목이 있어 안전하게 받을 수 없습니다. PDF로 저장해 올려 주세요."
