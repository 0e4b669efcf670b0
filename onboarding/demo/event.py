"""The words in which the demo describes its events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

Day = Literal["yesterday", "today"]
Page = Literal["link", "root link", "private", "export button", "empty", "denied"]
Sheet = Literal["legacy", "xlsx", "html", "invalid"]
Trouble = Literal["none", "too many requests once", "busy page once", "down today"]
Cell = str | float

DAYS: tuple[Day, ...] = get_args(Day)


@dataclass(frozen=True)
class Company:
    name: str
    ticker: str


@dataclass(frozen=True)
class Markup:
    """How carelessly the HTML of an event is written; browsers read every variety alike."""

    quote: str = '"'
    upper_case: bool = False
    reverse_attributes: bool = False
    line_breaks: bool = False


PLAIN = Markup()
REVERSED = Markup(quote="'", reverse_attributes=True)
UNQUOTED = Markup(quote="", upper_case=True)
BROKEN = Markup(quote="'", line_breaks=True)

NAME_TICKER = ("Company Name", "Ticker")
ORGANIZATION = ("Company/Organization", "Company Ticker")
WITH_BIO = ("Company Name", "Company Ticker", "Company Description (Bio)")
WITH_MARKET_CAP = ("Company Name", "Ticker", "Market Cap ($MM)")

COLUMNS: dict[str, Callable[[Company], Cell]] = {
    "Company Name": lambda company: company.name,
    "Company/Organization": lambda company: company.name,
    "Ticker": lambda company: company.ticker,
    "Company Ticker": lambda company: company.ticker,
    "Company Description (Bio)": lambda company: f'{company.name}, or "{company.ticker}":\na demo.',
    "Market Cap ($MM)": lambda company: len(company.name) * 125.25,
}


@dataclass(frozen=True)
class Event:
    """One event; a day's companies are None while the site does not know the event yet."""

    eventid: int
    title: str
    yesterday: tuple[Company, ...] | None
    today: tuple[Company, ...] | None
    headings: tuple[str, ...] = NAME_TICKER
    page: Page = "link"
    sheet: Sheet = "legacy"
    markup: Markup = PLAIN
    trouble: Trouble = "none"
    link_tail: str = ""

    def companies(self, day: Day) -> tuple[Company, ...] | None:
        return self.yesterday if day == "yesterday" else self.today

    def rows(self, day: Day) -> list[list[Cell]]:
        """The spreadsheet of the day, headings first."""
        cells = [COLUMNS[heading] for heading in self.headings]
        companies = self.companies(day) or ()
        return [[*self.headings], *([cell(company) for cell in cells] for company in companies)]
