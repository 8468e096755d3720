"""Months, as retention, windows and the engines' figures count them."""

from datetime import date


def first_of_month(day: date, later: int = 0) -> date:
    """Of the day's own month, or of one so many months later, or earlier where `later` is negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, 1)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    first = first_of_month(day, -months)
    for last in (day.day, 30, 29, 28):
        try:
            return first.replace(day=last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
