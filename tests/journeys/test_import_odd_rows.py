"""A file whose rows hold next to nothing is treated like any other."""

import pytest

from tests.journeys.orders import add_import, counts, deliver, load, must_add_up, rows


@pytest.mark.parametrize(
    "body, loaded, rejected",
    [
        (" , \n", [(" ", " ")], 0),
        ('"\t",\n', [("\t", None)], 0),
        (";,;\n", [(";", ";")], 0),
        ("|\n", [], 1),
        ('"\n', [], 1),
        (",,,;\n\n", [], 1),
    ],
)
def test_a_row_of_marks_and_spaces_is_loaded_or_rejected_like_others(
    pipeline, body, loaded, rejected
):
    add_import(pipeline, bad_rows="reject", field_separator="comma")
    deliver(pipeline, "orders_20260105_alone.csv", f"a,b\n{body}")
    deliver(pipeline, "orders_20260105_more.csv", f"a,b\n1,2\n{body}", 1)
    load(pipeline)
    assert [tuple(row)[1:] for row in counts(pipeline)] == [
        (len(loaded), 0, rejected),
        (len(loaded) + 1, 0, rejected),
    ]
    assert rows(pipeline, "a, b") == [*loaded, ("1", "2"), *loaded]
    must_add_up(pipeline)
