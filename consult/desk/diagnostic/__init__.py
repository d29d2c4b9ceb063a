"""The diagnostic on the desk: composing it, freezing it, reading what was frozen."""
