"""The taxonomy on the desk: read, written again, brought in from a file, held against a questionnaire."""
