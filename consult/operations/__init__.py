"""What keeps a site alive and honest: whole copies of it, what is forgotten when, how it fares."""
