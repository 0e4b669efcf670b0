"""What the two ways of pandas share."""

import common
import pandas as pd
from sqlalchemy import Boolean, Date, Integer, Numeric, create_engine

KINDS = {"price": Numeric(12, 2), "quantity": Integer, "ordered": Date, "shipped": Date}
KINDS["paid"] = Boolean


def frame() -> pd.DataFrame:
    kinds = dict.fromkeys(("code", "name", "remark", "price", "city"), "string")
    found = pd.read_csv(common.FILE, dtype=kinds, parse_dates=["ordered"], date_format="ISO8601")
    found["shipped"] = pd.to_datetime(found["shipped"], format="%d.%m.%Y")
    return found


def write(method, chunk: int) -> None:
    engine = create_engine(common.url("postgresql+psycopg2"))
    frame().to_sql(common.TABLE, engine, index=False, dtype=KINDS, method=method, chunksize=chunk)
