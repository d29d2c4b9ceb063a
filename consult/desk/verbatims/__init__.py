"""Choosing what families' own words say of a need, and cleaning it of whatever tells who they are."""
