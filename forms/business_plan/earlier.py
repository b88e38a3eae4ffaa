"""Steps asked until each company came to say its own people (forms/business_plan/people.py): the jobs that are paid,
and everybody's people in one table. What was written there is still read: services/drafts/earlier_answers.py."""

from forms.base import StepForm
from forms.by_call import by_call
from forms.fields import Number, Row, Rows, Select, Text, Won


class LabourRow(Row):
    job = Select("직무", by_call(lambda call: call.jobs))
    months = Number("투입공수", unit="MM")
    wage = Won("월 단가")


class LabourForm(StepForm):
    title = "SW 개발비"

    lines = Rows(LabourRow, "SW 개발 인력", least=1, most=20)


class PersonRow(Row):
    side = Select("소속", {"supplier": "공급", "adopter": "도입"})
    name = Text("이름", limit=60)
    position = Text("직위", limit=40)
    role = Text("역할", limit=100)
    job = Select("직무", by_call(lambda call: {**call.jobs, call.in_kind: call.in_kind}))
    months = Number("투입공수", unit="MM")
    years = Number("경력", unit="년", places=1)
    qualification = Text("자격", limit=100, required=False)


class PeopleForm(StepForm):
    title = "투입인력"

    people = Rows(PersonRow, "투입인력", least=1, most=10, noun="명")
