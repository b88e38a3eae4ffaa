"""Bringing in the existing pool from a list: a look at every fault first, then the firms without any."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from forms.pool_import import FirmForm
from models.proposal import PoolImport
from programme.pictures import MEGABYTE
from services.drafts import evidence
from services.files.refused import Refused
from services.files.sheet_inspector import ROWS
from services.pool import import_lists, importing
from web.current import g
from web.staff import send_xlsx

bp = Blueprint("pool_import", __name__, url_prefix="/staff/import")
SHOWN = 100  # rows with faults on the page; the file has them all


@bp.get("/")
def index():
    return page()


def page(refused: str = ""):
    return render_template(
        "staff/import.html",
        fields=list(FirmForm()),
        most=ROWS,
        megabytes=current_app.config["MAX_CONTENT_LENGTH"] // MEGABYTE,
        days=importing.RETENTION.days,
        lists=importing.newest(),
        refused=refused,
        failed=bool(refused),
    )


@bp.post("/")
def upload():
    file = request.files.get("file")
    if file is None or not file.filename:
        return page("가져올 파일을 골라 주세요."), 422
    try:
        row = import_lists.receive(file.stream.read(), evidence.kept_name(file.filename), g.person)
    except Refused as refusal:
        return page(str(refusal)), 422
    return redirect(url_for(".show", pool_import=row.token), 303)


@bp.get("/template.xlsx")
def template():
    return send_xlsx("공급기업 목록 양식", [field.label.text for field in FirmForm()], [])


@bp.get("/<pool_import>/")
def show():
    row = g.pool_import
    wrong = by_line(row)
    return render_template(
        "staff/import_list.html",
        row=row,
        good=row.done if row.ended_at else len(row.rows),
        lines=len(wrong),
        faults=wrong[:SHOWN],
        shown=SHOWN,
    )


def by_line(row: PoolImport) -> list[tuple[int, str, list[list[str]]]]:
    """The rows with faults: (line, firm, [[head of a column, what is wrong]])."""
    found: dict[int, tuple[int, str, list[list[str]]]] = {}
    for line, firm, column, said in row.faults:
        found.setdefault(line, (line, firm, []))[2].append([column, said])
    return list(found.values())


@bp.get("/<pool_import>/faults.xlsx")
def faults():
    return send_xlsx("고칠 곳", ["줄", "회사명", "열", "고칠 점"], g.pool_import.faults)


@bp.post("/<pool_import>/")
def begin():
    importing.begin(g.pool_import, g.person)
    return redirect(url_for(".show"), 303)
