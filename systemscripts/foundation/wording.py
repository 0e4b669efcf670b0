"""Numbers in sentences."""


def counted(number: int, word: str) -> str:
    """1 row, 2 rows."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
