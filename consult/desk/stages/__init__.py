"""The hub of a campaign: what is missing, and the steps from one stage to the next."""
