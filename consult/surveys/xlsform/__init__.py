"""Questionnaires as files: opened safely, read into a `Questionnaire`, written out again."""
