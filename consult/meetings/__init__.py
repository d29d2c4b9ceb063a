"""Meetings: where families talk, who said they would come, who came, what was said.

First names and phones live here only, so that forgetting people means emptying a few columns. A row shares
no key, no order and no time with an answer: who can read one cannot line up the other.

Seats are counted on the meeting's own row and taken in the transaction that stores the sign-up; the database
refuses a number above what the hall holds. What is to be told is written in the same transaction, as rows.
"""
