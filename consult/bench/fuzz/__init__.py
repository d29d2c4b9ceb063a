"""Bad input by the thousand, against a site of demonstration: what schemathesis makes of the OpenAPI
description, and our own attacks on what a description cannot say. Nothing may break, nothing may be slow,
nothing that was stored may change.
"""
