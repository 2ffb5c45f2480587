"""Make frozen records without `dataclasses`, whose import costs a look-up 11 ms."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs a look-up 7 ms
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")


_set = object.__setattr__


def _init(self: Any, *values: Any, **named: Any) -> None:
    fields = self.__slots__
    given = {**self._defaults, **dict(zip(fields, values, strict=False)), **named}
    once = named.keys().isdisjoint(fields[: len(values)])
    if len(values) > len(fields) or given.keys() != self._fields or not once:
        wrong = sorted(given.keys() ^ self._fields)
        msg = f"{type(self).__name__} takes {', '.join(fields)}; missing, unknown or twice: {wrong}"
        raise TypeError(msg)
    for name, value in given.items():
        _set(self, name, value)


def _refuse(self: Any, *_: Any) -> None:
    msg = f"a {type(self).__name__} cannot be changed"
    raise AttributeError(msg)


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__slots__)


def _equal(self: Any, other: object) -> bool:
    return type(other) is type(self) and _values(self) == _values(other)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__name__}({shown})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), _values(self)


def as_dict(self: Any) -> dict[str, Any]:
    """Return the fields of a record by name, in order."""
    return {name: getattr(self, name) for name in self.__slots__}


def _record(cls: Any) -> Any:
    fields = tuple(cls.__annotations__)
    body = {k: v for k, v in vars(cls).items() if k not in {"__dict__", "__weakref__", *fields}}
    body |= {
        "__slots__": fields,
        "_defaults": {name: vars(cls)[name] for name in fields if name in vars(cls)},
        "_fields": frozenset(fields),
        "__match_args__": fields,
        "__init__": _init,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__eq__": _equal,
        "__hash__": _hash,
        "__repr__": _repr,
        "__reduce__": _reduce,
    }
    return type(cls)(cls.__name__, cls.__bases__, body)


if TYPE_CHECKING:

    @dataclass_transform(frozen_default=True)
    def record(cls: type[T]) -> type[T]:
        """Make a class with annotated fields a frozen, slotted record, as a dataclass would be."""
        ...
else:
    record = _record
