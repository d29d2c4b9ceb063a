"""Responses: what families sent, with nothing that can name them.

A response is durable before the family reads thank you. The JSON document is the record; the packed row
beside it lets a million answers be counted without parsing JSON, and can be rebuilt.
"""
