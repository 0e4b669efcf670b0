"""pandas.to_sql as it is."""

import pandas_frame

pandas_frame.write(None, 10_000)
