"""Snapshots: a frozen diagnostic as files for machines, all made of one definition of its tables.

Context: a spreadsheet, an open data portal and a statistician each want their own file of the same figures.
Choice: `tables.py` alone says what the tables are; every writer, and the script that recomputes, follow it.
Consequence: a figure cannot differ from one file to the next, and whoever doubts it can check without us.
"""
