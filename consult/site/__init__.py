"""The site: what the public sees first, put together from the parts. It owns no table."""
