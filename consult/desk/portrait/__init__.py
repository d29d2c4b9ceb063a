"""The portrait of a territory: its indicators, each with all that is known of it, side by side."""
