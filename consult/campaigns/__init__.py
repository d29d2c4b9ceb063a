"""Campaigns: what is asked, of whom, from when to when, and who decides."""
