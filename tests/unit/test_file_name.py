"""Labels and dates as an import reads them, with plain values."""

from datetime import date

import pytest

from systemscripts.foundation.errors import ConfigError, DataError
from systemscripts.stages.validate import file_name

NAME = "20260131T050000_MeetMax_120001.xls"


@pytest.mark.parametrize(
    "location, delimiter, expected",
    [
        ("0", "_", "20260131T050000"),
        ("2", "_", "120001"),
        ("1", "MeetMax", "_120001"),
        ("0", "|", "20260131T050000_MeetMax_120001"),
        (r"_(\d+)\.xls$", "_", "120001"),
        (r"^(\d{8})", None, "20260131"),
        (r"MeetMax", None, "MeetMax"),
        (r"(x)?MeetMax_(?P<event>\d+)", None, None),
        (r"nowhere (\d)", None, None),
        ("3", "_", None),
    ],
)
def test_a_name_gives_a_part_by_position_or_by_regular_expression(location, delimiter, expected):
    if expected is None:
        with pytest.raises(DataError, match="no label"):
            file_name.from_name(NAME, location, delimiter, "label")
    else:
        assert file_name.from_name(NAME, location, delimiter, "label") == expected


@pytest.mark.parametrize(
    "name, expected", [("a_b", "b"), ("a_b.csv", "b"), ("a_b.tar.gz", "b.tar"), ("a_.csv", "")]
)
def test_the_ending_does_not_count(name, expected):
    assert file_name.from_name(name, "1", "_", "label") == expected


def test_a_broken_regular_expression_is_the_fault_of_the_row():
    with pytest.raises(ConfigError, match="no regular expression") as refused:
        file_name.from_name(NAME, "(", None, "label")
    assert "dba.timportconfig" in refused.value.hint


@pytest.mark.parametrize(
    "text, dateformat",
    [
        ("20260131T050000", "yyyyMMddTHHmmss"),
        ("2026-01-31", "yyyy-MM-dd"),
        ("31.01.2026", "dd.MM.yyyy"),
        ("01/31/2026 23:59:59", "MM/dd/yyyy HH:mm:ss"),
        ("100% 2026 01 31", "100% yyyy MM dd"),
        ("2026.01[31]", "yyyy.MM[dd]"),
        ("  20260131 ", "yyyyMMdd"),
        ("20260131-20260131", "yyyyMMdd-yyyyMMdd"),
    ],
)
def test_a_date_is_read_as_its_format_says(text, dateformat):
    assert file_name.as_date(NAME, text, dateformat) == date(2026, 1, 31)


@pytest.mark.parametrize(
    "text, dateformat",
    [
        ("", "yyyyMMdd"),
        ("today", "yyyyMMdd"),
        ("2026131", "yyyyMMdd"),
        ("2026-1-31", "yyyy-MM-dd"),
        ("20260230", "yyyyMMdd"),
        ("20261301", "yyyyMMdd"),
        ("00000101", "yyyyMMdd"),
        ("20260131T240000", "yyyyMMddTHHmmss"),
        ("20260131T", "yyyyMMddTHHmmss"),
        ("202601310", "yyyyMMdd"),
        ("٢٠٢٦٠١٣١", "yyyyMMdd"),
        ("2026x01x31", "yyyy.MM.dd"),
        ("20260131-20260201", "yyyyMMdd-yyyyMMdd"),
    ],
)
def test_a_date_that_is_written_otherwise_is_refused_never_guessed(text, dateformat):
    with pytest.raises(DataError, match="is no date written as"):
        file_name.as_date(NAME, text, dateformat)


def test_a_column_gives_its_one_value():
    assert file_name.from_column(NAME, "day", ["a", "a"], "label") == "a"


@pytest.mark.parametrize("values, said", [([], "nothing"), (["a", "b"], "'a', 'b'")])
def test_a_column_with_no_value_or_several_is_refused(values, said):
    with pytest.raises(DataError, match=f"column day should hold one label, it holds {said}"):
        file_name.from_column(NAME, "day", values, "label")
