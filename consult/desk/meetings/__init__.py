"""Meetings read on the desk: what was said there, which needs it expresses, who came from where."""
