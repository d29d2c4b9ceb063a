"""The expressions of XLSForm: parsed into trees that JSON can hold, and evaluated."""
