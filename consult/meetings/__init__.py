"""Meetings: where families talk, and who wants to be told of them.

First names and phones live here only, so that forgetting people means emptying one table. A row shares no
key, no order and no time with an answer: who can read one cannot line up the other.
"""
