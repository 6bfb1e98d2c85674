"""Numbers with what they count, as findings and reports say them."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with what it counts: "1 page", "2 pages"; `many` where no "s" makes it so."""
    return f"{number} {one}" if number == 1 else f"{number:,} {many or one + 's'}"
