"""A family's form, read with the rules of its questionnaire."""
