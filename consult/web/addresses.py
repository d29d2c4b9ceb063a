"""Addresses for those who are not on a page of ours: on paper, in a calendar, on somebody's phone."""

from flask import current_app, request


def public_address(path: str) -> str:
    """The whole address of a page, under the name the town gave its site, else the one that was asked for."""
    root: str = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
    return root + path


def as_typed(address: str) -> str:
    """As it is printed: nobody types https://."""
    return address.split("://", 1)[1]
