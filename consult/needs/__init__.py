"""Needs: from answers to needs a committee can trust.

A table that leaves the hands of those who work with the answers passes through `disclosure.py`.
"""
