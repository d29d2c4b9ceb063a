"""Measurements of speed and weight, as ratios against a peer in the same run."""
