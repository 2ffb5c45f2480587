"""Hold what an atlas says in words: in one language, or the same in several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"),
    Field(description="BCP 47 language tag: en, kk, zh, ug-Latn."),
]
Names = Annotated[dict[Language, Text], Field(min_length=1)]


class Words(str):
    """A text, and its translations where the atlas has them.

    In YAML it is plain text in the atlas's first language, or a text by language. It is a
    ``str``: its English where there is one, else its first language.

    Parameters
    ----------
    said
        The text, or the text by BCP 47 language.

    Examples
    --------
    >>> words = Words({"en": "not built", "zh": "未建"})
    >>> words, words.by_language["zh"]
    ('not built', '未建')
    """

    by_language: dict[str, str]
    """Text by language; empty for plain text."""

    __slots__ = ("by_language",)

    def __new__(cls, said: str | Mapping[str, str]) -> Self:
        """Make the words from a text or from a text by language."""
        by_language = {} if isinstance(said, str) else dict(said)
        text = said if isinstance(said, str) else said.get("en") or next(iter(said.values()))
        words = super().__new__(cls, text)
        words.by_language = by_language
        return words

    def __reduce__(self) -> tuple[type[Words], tuple[str | dict[str, str]]]:
        """Copy the words with their translations."""
        return type(self), (self.by_language or str(self),)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read plain text or a text by language; a fault says what is wrong with the one given."""
        # Tags in brackets are no part of the path that a fault names.
        forms = {"[text]": handler.generate_schema(Text), "[names]": handler.generate_schema(Names)}
        choice = core_schema.tagged_union_schema(
            forms, discriminator=lambda said: "[names]" if isinstance(said, dict) else "[text]"
        )
        return core_schema.no_info_after_validator_function(cls, choice)
