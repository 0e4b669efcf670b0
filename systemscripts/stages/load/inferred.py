"""How values look that come back from an inferred type as they were written."""

TYPES = ("bigint", "numeric", "boolean")  # others show in one form only what they take in many


def pattern(bare: str, decimal_mark: str, thousands_mark: str | None) -> str:
    if bare == "boolean":
        return "^(true|false|TRUE|FALSE)$"
    mark, group = f"\\{decimal_mark}", f"\\{thousands_mark}"
    grouped = rf"|[1-9]\d{{0,2}}({group}\d{{3}}){{1,5}}" if thousands_mark else ""
    whole = rf"([1-9]\d{{0,17}}{grouped})"
    if bare == "bigint":
        return f"^(0|-?{whole})$"
    return rf"^(-?{whole}({mark}\d+)?|-?0{mark}\d*[1-9]\d*|0({mark}0+)?)$"
