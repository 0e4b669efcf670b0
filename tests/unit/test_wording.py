"""Sentences agree with their numbers."""

import pytest

from systemscripts.foundation.wording import counted


@pytest.mark.parametrize(
    "number, said", [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1000, "1000 rows")]
)
def test_only_one_is_singular(number, said):
    assert counted(number, "row") == said
