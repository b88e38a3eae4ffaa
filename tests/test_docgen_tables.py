"""Tables whose rows come and go: the grid stays, or the template is refused."""

import io

import docx
import pytest

import docgen
from tests import compare_docxtpl
from tests.docx_templates import CONTEXT, template

WIDER = [["{%tr for row in rows %}", ""], ["{{ row.name }}", "{{ row.n }}"], ["{%tr endfor %}", ""], ["하나"]]


def test_a_table_is_refused_whose_only_full_rows_come_and_go(tmp_path):
    """Without those rows docxtpl would cut the grid to what is left."""
    made = template(tmp_path, rows=WIDER)
    path = tmp_path / made.name
    document = docx.Document(str(path))
    last = document.tables[0].rows[-1]._tr
    last.remove(last.tc_lst[-1])
    document.save(str(path))

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(made, CONTEXT)


def test_a_table_is_refused_whose_grid_docxtpl_would_widen_for_some_data(tmp_path):
    """A row that comes and goes has more cells than the grid has columns, and the one that stays spans as many."""
    made = template(
        tmp_path, rows=[["{%tr if yes %}", "", ""], ["가", "나", "다"], ["{%tr endif %}", "", ""], ["하나", "", ""]]
    )
    document = docx.Document(str(made))
    table = document.tables[0]
    table.rows[-1].cells[0].merge(table.rows[-1].cells[2])
    grid = table._tbl.tblGrid
    grid.remove(grid[-1])
    document.save(str(made))

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(made, CONTEXT)


def test_a_table_is_refused_whose_rows_all_come_and_go_and_are_not_alike(tmp_path):
    """Whichever row is left, the grid would be cut to it."""
    rows = [["{%tr if yes %}", ""], ["가", "나"], ["{%tr endif %}", ""]]
    rows += [["{%tr if nothing %}", ""], ["하나", ""], ["{%tr endif %}", ""]]
    made = template(tmp_path, rows=rows)
    document = docx.Document(str(made))
    narrow = document.tables[0].rows[4]._tr
    narrow.remove(narrow.tc_lst[-1])
    document.save(str(made))

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(made, CONTEXT)


def test_a_table_whose_head_is_one_cell_over_all_columns_keeps_its_rows(tmp_path):
    made = template(
        tmp_path,
        rows=[["제목", ""], ["{%tr for row in rows %}", ""], ["{{ row.name }}", "{{ row.n }}"], ["{%tr endfor %}", ""]],
    )
    document = docx.Document(str(made))
    head = document.tables[0].rows[0]
    head.cells[0].merge(head.cells[1])
    document.save(str(made))

    assert compare_docxtpl.differing(made, CONTEXT) == []


def test_a_table_is_refused_whose_rows_are_these_or_those(tmp_path):
    rows = [["{%tr if yes %}", ""], ["가", "나"], ["{%tr else %}", ""], ["다", "라"], ["{%tr endif %}", ""]]

    with pytest.raises(docgen.Refused, match="늘 있는 행"):
        docgen.render(template(tmp_path, rows=rows), CONTEXT)


@pytest.mark.parametrize("first", ["for row in rows", "if yes"])
@pytest.mark.parametrize("second", ["for row in more", "if no"])
def test_a_table_stands_as_long_as_one_of_its_rows_does(tmp_path, first, second):
    tags = first, first.partition(" ")[0], second, second.partition(" ")[0]
    rows = "{{%tr {} %}}|하나|{{%tr end{} %}}|{{%tr {} %}}|둘|{{%tr end{} %}}".format(*tags).split("|")
    made = template(tmp_path, rows=[[row] for row in rows])

    for one, two in ((True, True), (True, False), (False, True), (False, False)):
        context = {"rows": [1, 2] if one else [], "yes": one, "more": [1] if two else [], "no": two}
        tables = docx.Document(io.BytesIO(docgen.render(made, context))).tables
        left = ["하나"] * (2 if "rows" in first else 1) * one + ["둘"] * two
        assert [[row.cells[0].text for row in table.rows] for table in tables] == ([left] if left else [])


def test_a_table_whose_rows_are_all_wider_than_its_grid_is_left_as_docxtpl_leaves_it(tmp_path):
    rows = [["가", "나", "다"], ["{%tr if yes %}", "", ""], ["라", "마", "바"], ["{%tr endif %}", "", ""]]
    made = template(tmp_path, rows=rows)
    document = docx.Document(str(made))
    grid = document.tables[0]._tbl.tblGrid
    grid.remove(grid[-1])
    document.save(str(made))

    assert compare_docxtpl.differing(made, CONTEXT) == []
