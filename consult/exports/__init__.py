"""Exports: what was collected, as files, with their codebook. No contact detail ever passes through here."""
