"""Weights on the desk: the population as it is known, how far answers are from it, what weights change."""
