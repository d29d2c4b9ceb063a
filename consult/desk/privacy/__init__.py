"""Personal data on the desk: what is kept how long, when it ends, and what was done."""
