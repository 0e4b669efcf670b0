"""The events of the demo: what each one shows yesterday and today, and what changed in between."""

from onboarding.demo.event import (
    BROKEN,
    ORGANIZATION,
    REVERSED,
    UNQUOTED,
    WITH_BIO,
    WITH_MARKET_CAP,
    Company,
    Day,
    Event,
)

Change = tuple[int, str, str, str]


def _companies(*names_and_tickers: str) -> tuple[Company, ...]:
    """Each text is `NAME | TICKER`."""
    return tuple(Company(*text.split(" | ")) for text in names_and_tickers)


UMBRA = "Umbra Lighting | UMB"
INDUSTRIAL = _companies("Alder & Finch | AFH", "O'Malley Foods | OMF", "Brightwater, Inc. | BWTR")
CONSUMER = _companies("Café Orléans Brands | COB", "Pinecrest Logistics | PCL")
PAPER = _companies("Quill & Vellum | QVP", "True North | TRUE", UMBRA, "Hollow Oak | Private")
OPTICS = _companies("Sevenfold Optics | 007", "Ember, Ash and Co | EAC")
ENERGY = _companies("Copperline Energy | CPL", "Vantage Rail | VRL")
SHIPPING = _companies("Fjordhaven Shipping | FJH")
PORTS = _companies("Redwood Terminal | RWT", "Saltmarsh Biotech | SMB")
TOOLS = _companies("Tidemark Tools | TMT")

CATALOGUE: tuple[Event, ...] = (
    Event(
        120001,
        "Harbor & Main Industrials Forum",
        yesterday=INDUSTRIAL + _companies("Granite Vale Steel | GVS"),
        today=INDUSTRIAL + _companies("Tessellate Systems | T"),
    ),
    Event(
        120002,
        "Consumer Days, Private Meetings",
        yesterday=CONSUMER + _companies("Nova Andina Mining | NA"),
        today=CONSUMER + _companies("Øresund Wind & Wave | OWW"),
        headings=ORGANIZATION,
        page="private",
        sheet="xlsx",
    ),
    Event(120003, "Paper and Housing Summit", PAPER, PAPER, page="export button"),
    Event(
        120005,
        "Optics, Retail and Leisure Conference",
        yesterday=OPTICS + _companies("Marlow's Kitchens | MRLW"),
        today=OPTICS + _companies("Truewell Homes | TRUE"),
        headings=ORGANIZATION,
        sheet="html",
        markup=BROKEN,
        link_tail=";jsessionid=0A1B2C3D",
    ),
    Event(120006, "Conference Without Companies", (), (), page="empty", markup=REVERSED),
    Event(120007, "Members Only Evening", (), (), page="denied"),
    Event(
        120008,
        "Energy and Transport Week",
        yesterday=ENERGY,
        today=ENERGY + _companies("Junction 7 Studios | J7S"),
        headings=WITH_MARKET_CAP,
        trouble="too many requests once",
        markup=REVERSED,
    ),
    Event(120010, "Forum With a Broken Spreadsheet", TOOLS, TOOLS, sheet="invalid"),
    Event(
        120011,
        "Shipping Day, Private Meetings",
        yesterday=SHIPPING + _companies("Delta Peak plc | DPK", "Summit, Vale and Sons | SVS"),
        today=SHIPPING + _companies("Delta Peak PLC | DPK", "Orchard & Quay | OQY"),
        headings=WITH_BIO,
        page="private",
        markup=REVERSED,
    ),
    Event(120012, "Ports and Health Roundtable", PORTS, PORTS[:1], trouble="down today"),
    Event(
        120013,
        "Space and Capital Forum",
        yesterday=None,
        today=_companies("Zephyr Point Capital | ZPC", "Nadir Astronomics | NA"),
        page="export button",
        sheet="xlsx",
        markup=UNQUOTED,
    ),
    Event(120014, "Growth Conference", ENERGY, ENERGY, ORGANIZATION, trouble="busy page once"),
    Event(
        120015,
        "Tools & Lighting Fair",
        yesterday=TOOLS + _companies(UMBRA),
        today=TOOLS,
        page="root link",
        markup=UNQUOTED,
        link_tail=";x",
    ),
)

EVENTS: dict[int, Event] = {event.eventid: event for event in CATALOGUE}


def _listed(event: Event, day: Day) -> set[tuple[str, str]]:
    readable = event.sheet != "invalid"
    return {(c.name.upper(), c.ticker.upper()) for c in event.companies(day) or () if readable}


def expected_changes() -> list[Change]:
    """What comparing the two days must report, sorted; an event that is down today says nothing."""
    changes: list[Change] = []
    for event in CATALOGUE:
        if event.trouble == "down today":
            continue
        before, now = _listed(event, "yesterday"), _listed(event, "today")
        changes += [(event.eventid, *company, "added") for company in now - before]
        changes += [(event.eventid, *company, "removed") for company in before - now]
    return sorted(changes)
