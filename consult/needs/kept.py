"""What took long to work out, kept for who asks the same again: the last few, the oldest let go first."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Kept(Generic[Made]):
    """Values by a name that changes with everything they are made of."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[str, Made] = OrderedDict()
        self._guard = Lock()

    def get(self, name: str, make: Callable[[], Made]) -> Made:
        """The value of this name, made where nobody asked for it yet; whoever asks meanwhile waits for it."""
        with self._guard:
            if name not in self._values:
                self._values[name] = make()
            self._values.move_to_end(name)
            while len(self._values) > self.most:
                self._values.popitem(last=False)
            return self._values[name]
