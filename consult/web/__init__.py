"""What every page shares: language, headers, errors, forms, filters."""
