"""The target table by name, and the names of what belongs to it."""

from dataclasses import dataclass

from psycopg2 import sql

DATASET, HASH = "datasetid", "row_hash"
LABEL, DAY = "metadata_label", "event_date"  # filled from the file's label and date, if there


@dataclass(frozen=True)
class Target:
    """A table by name."""

    schema: str
    table: str

    @classmethod
    def named(cls, text: str) -> "Target":
        schema, _, table = text.partition(".")
        return cls(schema, table)

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.table)

    @property
    def view_name(self) -> str:
        return f"{self.table}_current"

    @property
    def view(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.view_name)

    @property
    def history(self) -> "Target":
        return Target(self.schema, f"{self.table}_history")

    @property
    def merge_index(self) -> str:
        """Of the columns that tell rows apart."""
        return f"{self.table}_merge_key"

    @property
    def key(self) -> str:
        return f"{self.table}id"

    @property
    def reserved(self) -> tuple[str, ...]:
        return self.key, DATASET, HASH

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}"
