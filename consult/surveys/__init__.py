"""Surveys: the questions families answer.

XLSForm is the authoring and exchange format; `Questionnaire` (frozen, versioned) is what runs; expressions
have our own small parser, evaluated by Python (the authority) and by the phone (comfort only).
"""
