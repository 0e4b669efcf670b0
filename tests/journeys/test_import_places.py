"""The key of a row tells its place in the file, however big the file and wide its rows."""

import json

from tests.journeys.orders import add_import, deliver, load

COLUMNS = [{"name": "n", "type": "bigint"}, {"name": "at", "type": "timestamptz"}]


def test_rows_of_a_big_file_keep_their_place_where_every_value_is_looked_at(pipeline):
    contract = {"columns": [*COLUMNS, {"name": "words", "type": "text"}]}
    add_import(pipeline, typing="contract", contract=json.dumps(contract))
    count = 40_000
    lines = (f"{n},2026-01-05 10:00:00+00,{'x' * (n * 37 % 400)}" for n in range(1, count + 1))
    content = "n,at,words\n" + "\n".join(lines) + "\n"
    assert len(content) > 5 << 20  # so that it lands beside the transaction
    deliver(pipeline, "orders_20260105_north.csv", content)
    load(pipeline)
    places = "select count(*), min(tordersid - n), max(tordersid - n) from public.torders"
    assert pipeline.rows(places) == [(count, 0, 0)]
