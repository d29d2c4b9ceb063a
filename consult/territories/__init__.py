"""Territories: places and what is known of them, each figure with its source.

A territory is data, never code: another town is another file.
"""
