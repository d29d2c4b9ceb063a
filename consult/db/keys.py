"""Keys derived from what families send, so that the same again finds the same row. Pure."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def keyed_hash(secret: str, purpose: str, message: bytes) -> bytes:
    """HMAC-SHA256; the purpose keeps one use of the secret from answering for another."""
    # hmac.digest() is as short, but lets go of the interpreter each time: under load, that is a queue.
    labelled = b"consult " + purpose.encode() + b"\0" + message
    return hmac.new(secret.encode(), labelled, hashlib.sha256).digest()


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document in one writing, whatever the order in which its parts came."""
    return hashlib.sha256(_canonical(document).encode()).hexdigest()


def key_of_other_family(key: UUID, digest: str, secret: str) -> UUID:
    """The key of another family that sent from a page already sent: the same details make it again."""
    return UUID(bytes=keyed_hash(secret, "other family", key.bytes + digest.encode())[:16], version=4)
