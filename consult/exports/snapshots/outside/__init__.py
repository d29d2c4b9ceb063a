"""Scripts that leave with the files: they import nothing of ours, and say whether our figures are right."""
