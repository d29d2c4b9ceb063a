"""What is promised, beside what was measured."""


def budget(name: str, measured: str, promised: str, *, is_kept: bool) -> str:
    """One line of a report."""
    return f"  {name:24} {measured:>10}   {promised:20} {'tenu' if is_kept else 'dépassé'}"
