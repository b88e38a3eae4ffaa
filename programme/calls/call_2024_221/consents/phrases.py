"""What several of the call's texts say alike."""

from programme.calls.call_2024_221.figures import AGENCIES, LEAD_AGENCY, MINISTRY

CREDIT_FORM, PERSONAL_FORM = "form2", "form3"  # the documents that print them
SHARED_VERSION = "2024-221-2"  # of the texts that since name the companies of one's own consortium
RESTRICTED = (
    "동의를 거부할 권리가 있습니다. 다만 이 동의는 신청 자격 검토와 선정평가에 꼭 필요하므로, "
    "거부하면 지원사업 신청이 제한됩니다."
)
FREE = "동의를 거부할 권리가 있습니다. 거부해도 신청, 평가, 선정에 아무런 불이익이 없습니다."
PERIOD = (
    "신청일부터 협약 종료 후 5년까지. 선정되지 않은 경우에는 접수 마감일부터 1년까지. "
    "기간이 지나면 지체 없이 복원할 수 없는 방법으로 파기합니다."
)
LEAD = f"{LEAD_AGENCY}(전담기관)"
NAMED = [each.name.partition("(")[0] for each in AGENCIES.values()]  # without what an agency is called for short
BODIES = f"{MINISTRY.name}, {LEAD}, 수행기관({', '.join(NAMED)})"
