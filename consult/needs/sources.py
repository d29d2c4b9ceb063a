"""Where a need was expressed. Counts of different sources stand side by side and are never added. Pure."""

from enum import StrEnum


class Source(StrEnum):
    SURVEY = "survey"
    MEETING = "meeting"
    """Said in a hall, by people who had heard each other."""
    PROFESSIONAL = "professional"
