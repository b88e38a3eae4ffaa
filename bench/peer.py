"""The peer: Django and django-formtools' NamedUrlSessionWizardView, tuned, asking what our `company` step asks.

Runs in var/bench, not in our environment: `var/bench/bin/python bench/peer.py FOLDER` says in one line where it
listens. Tuned: WAL, synchronous NORMAL, IMMEDIATE transactions, a kept connection, cached templates; its wizard holds
two steps only, and it writes no history. The same waitress serves it, with as many threads.
"""

import json
import secrets
import sys
from pathlib import Path

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
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
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


class Apply(LoginRequiredMixin, NamedUrlSessionWizardView):
    form_list = [("company", CompanyForm), ("contact", ContactForm)]
    template_name = "peer.html"


urlpatterns = [path("apply/<slug:step>/", Apply.as_view(url_name="step"), name="step")]


def main() -> None:
    call_command("migrate", verbosity=0)
    visitor = Client()
    visitor.force_login(User.objects.create_user("plan@ongyeol.example.com"))
    cookies = {"sessionid": visitor.cookies["sessionid"].value}
    listening = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4, ident="")
    ready = {"port": listening.effective_port, "cookies": cookies, "step": "/apply/company/", "prefix": "company-"}
    print(json.dumps(ready), flush=True)
    listening.run()


if __name__ == "__main__":
    main()
