"""The diagnostic: needs kept by people, beside supply and indicators, frozen into a snapshot."""
