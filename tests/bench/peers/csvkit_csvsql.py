"""csvkit's csvsql, as people call it."""

import common
from csvkit.utilities.csvsql import CSVSQL

words = ["--db", common.url("postgresql+psycopg2"), "--insert", "--tables", common.TABLE]
CSVSQL([*words, str(common.FILE)]).run()
