"""The desk: what the coordinator sees first, put together from the parts. It owns no table."""
