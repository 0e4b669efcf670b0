"""A file whose label and date are known, and what its import says of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from systemscripts.foundation.delimited import Delimited
from systemscripts.stages.load import dates
from systemscripts.stages.load.limits import Limits
from systemscripts.stages.load.target import Target
from systemscripts.stages.load.values import Style
from systemscripts.tables.arrival import Arrival
from systemscripts.tables.import_config import ImportConfig


@dataclass(frozen=True)
class Delivery:
    """Ready to be loaded."""

    config: ImportConfig
    arrived: Arrival
    source: Delimited
    label: str
    day: date
    run_uuid: str
    converted: Delimited | None = None  # before its transforms

    @property
    def name(self) -> str:
        return self.source.name

    @cached_property
    def wanted(self) -> Target:
        return Target.named(self.config.target_table)

    @property
    def planned(self) -> bool:
        """Nothing of it will stay."""
        return self.arrived.arrival_id < 0

    @property
    def merges(self) -> bool:
        return self.config.load_mode == "merge"

    @property
    def hashes(self) -> bool:
        return self.config.deduplication == "row_hash"

    @property
    def keys(self) -> list[str]:
        contract = (self.config.contract or {}).get("columns", ())
        return self.config.key_columns or [one["name"] for one in contract if one.get("key")]

    @cached_property
    def style(self) -> Style:
        return Style(
            self.config.decimal_mark,
            self.config.thousands_mark,
            tuple(self.config.date_formats),
            tuple(self.config.null_words),
        )

    @property
    def date_style(self) -> str:
        return dates.style(tuple(self.config.date_formats))

    @property
    def limits(self) -> Limits:
        row = self.config
        return Limits(row.bad_rows, row.bad_rows_most, row.min_rows, row.max_rows)
