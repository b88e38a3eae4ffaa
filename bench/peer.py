"""The peer: Django and django-formtools' NamedUrlSessionWizardView, tuned, asking what our `company` step asks.

Runs in var/bench, not in our environment: `var/bench/bin/python bench/peer.py FOLDER` says in one line where it
listens. What it has to carry stands in FOLDER/carried.json: every step of our finished sample application with its
fields and answers, and our page, of which its own gets as much around its form as makes both the same bytes. Without
that file it has two steps and no answers.

As we do, it keeps answers in its database, synchronous FULL, and shows which stages are finished; the same waitress
serves it, with as many threads. Tuned: WAL, IMMEDIATE transactions, a kept connection, cached templates, a table's
cells as fields of the step's form, which costs it less than a formset. It writes no history, judges no rules and knows
one person.
"""

import json
import re
import secrets
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

FOLDER = sys.argv[1]
settings.configure(
    SECRET_KEY=secrets.token_hex(32),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    LANGUAGE_CODE="ko",
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "formtools"],
    MIDDLEWARE=[
        "django.middleware.gzip.GZipMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"{FOLDER}/peer.db",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent],
            "OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth"]},
        }
    ],
)
django.setup()

from django import forms  # noqa: E402
from django.contrib.auth.mixins import LoginRequiredMixin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.validators import RegexValidator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from formtools.wizard.views import NamedUrlSessionWizardView  # noqa: E402
from waitress.server import create_server  # noqa: E402

PHONE = RegexValidator(r"^0\d{1,2}-\d{3,4}-\d{4}$", "전화번호를 지역번호나 010부터 모두 입력해 주세요.")


class CompanyForm(forms.Form):
    name = forms.CharField(label="회사명", max_length=60, help_text="등기부와 똑같이 적습니다. 예: 주식회사 온결케어")
    number = forms.CharField(
        label="사업자등록번호", help_text="숫자 10자리", validators=[RegexValidator(r"^\d{3}-\d{2}-\d{5}$")]
    )
    kind = forms.ChoiceField(
        label="기업 형태", choices=[("corporation", "법인"), ("individual", "개인")], widget=forms.RadioSelect
    )
    corporation_number = forms.CharField(
        label="법인등록번호", required=False, help_text="숫자 13자리", validators=[RegexValidator(r"^\d{6}-\d{7}$")]
    )
    founded = forms.DateField(label="설립일", required=False, help_text="법인만 적습니다. 예: 2018-03-12")
    opened = forms.DateField(label="개업연월일", help_text="사업자등록증의 개업연월일. 예: 2018-04-02")
    representative = forms.CharField(label="대표자", max_length=60, help_text="여러 명이면 쉼표로 이어 적습니다.")
    representation = forms.ChoiceField(
        label="대표 형태",
        choices=[("sole", "단독대표"), ("joint", "공동대표"), ("several", "각자대표")],
        widget=forms.RadioSelect,
    )
    postcode = forms.CharField(label="우편번호", help_text="숫자 5자리", validators=[RegexValidator(r"^\d{5}$")])
    address = forms.CharField(label="도로명주소", max_length=120)
    address_detail = forms.CharField(label="상세주소", max_length=80, required=False)
    phone = forms.CharField(label="대표 전화", help_text="예: 02-0000-0000", validators=[PHONE])
    website = forms.URLField(label="홈페이지", required=False, assume_scheme="https")
    employees = forms.IntegerField(label="상시근로자 수", min_value=0, max_value=1_000_000)


class ContactForm(forms.Form):
    name = forms.CharField(label="이름", max_length=60)
    department = forms.CharField(label="부서", max_length=60, required=False)
    position = forms.CharField(label="직위", max_length=60)
    phone = forms.CharField(label="전화", help_text="예: 02-0000-0000", validators=[PHONE])
    mobile = forms.CharField(label="휴대전화", help_text="예: 010-0000-0000", validators=[PHONE])
    email = forms.EmailField(label="이메일", help_text="예: name@example.com")


def form_of(fields: list[dict[str, Any]]) -> type[forms.Form]:
    """A step that asks these: all but the two that are measured are only carried."""
    return type("Step", (forms.Form,), {each["name"]: field_of(each) for each in fields})


def field_of(each: dict[str, Any]) -> forms.Field:
    about = {"label": each["label"], "help_text": each["hint"], "required": False}
    if each["kind"] in ("choice", "select"):
        return forms.ChoiceField(choices=each["choices"], **about)
    if each["kind"] == "choices":
        return forms.MultipleChoiceField(choices=each["choices"], **about)
    return forms.CharField(widget=forms.Textarea if each["kind"] == "long" else None, **about)


MEASURED = {"company": CompanyForm, "contact": ContactForm}
PATH = Path(FOLDER, "carried.json")
CARRIED = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
STEPS = CARRIED.get("steps") or [{"name": name, "answers": None} for name in MEASURED]
STAGES = CARRIED.get("stages") or [[name, [name]] for name in MEASURED]


class Apply(LoginRequiredMixin, NamedUrlSessionWizardView):
    form_list = [(step["name"], MEASURED.get(step["name"]) or form_of(step["fields"])) for step in STEPS]
    template_name = "peer.html"
    around = ""  # what pages of ours have around their form, without which this one would be lighter

    def get_context_data(self, form: forms.Form, **kwargs: Any) -> dict[str, Any]:
        answered = self.storage.data["step_data"]
        stages = [
            (title, names[0], self.steps.current in names, all(name in answered for name in names))
            for title, names in STAGES
        ]
        return super().get_context_data(form, **kwargs) | {"stages": stages, "around": self.around}


urlpatterns = [path("apply/<slug:step>/", Apply.as_view(url_name="step"), name="step")]


def carry(visitor: Client) -> None:
    """Let the visitor have answered what we have answers to, and pages weigh what ours do."""
    session = visitor.session
    answers = {
        step["name"]: {f"{step['name']}-{name}": values for name, values in step["answers"].items()}
        for step in STEPS
        if step["answers"]
    }
    session["wizard_apply"] = {"step": "company", "step_data": answers, "step_files": {}, "extra_data": {}}
    session.save()
    lacking = len(CARRIED["page"].encode()) - len(visitor.get("/apply/company/").content)
    around = re.sub(r"<form.*?</form>", "", CARRIED["page"], flags=re.DOTALL).encode()
    Apply.around = (around * (lacking // len(around) + 1))[:lacking].decode(errors="ignore")


def main() -> None:
    call_command("migrate", verbosity=0)
    visitor = Client(SERVER_NAME="127.0.0.1")
    visitor.force_login(User.objects.create_user("plan@ongyeol.example.com"))
    if CARRIED:
        carry(visitor)
    cookies = {"sessionid": visitor.cookies["sessionid"].value}
    listening = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4, ident="")
    ready = {"port": listening.effective_port, "cookies": cookies, "step": "/apply/company/", "prefix": "company-"}
    print(json.dumps(ready), flush=True)
    listening.run()


if __name__ == "__main__":
    main()
