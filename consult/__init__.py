"""Public consultation for families whom no platform serves.

Publishes consultation campaigns, collects family surveys and meeting sign-ups in French and Shimaoré,
and aggregates responses into needs feeding the diagnostic. Read the packages in this order:
territories, campaigns, surveys, meetings, responses, exports; then site and desk, the two fronts.
"""
# No third-party import here: `python3 -m consult` makes its own environment before there is any.
