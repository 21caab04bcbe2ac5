"""One file of prompts: its blocks, each rendered by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context

_TAG: Final = re.compile(
    r"\{%[-+]?\s*block\s+(?P<begins>\w+)\s*[-+]?%\}|(?P<ends>\{%[-+]?\s*endblock\s*[-+]?%\})|\{[{%#]"
)
_NAMED: Final = re.compile(r"\{%[-+]?\s*block\s+(\w+)")
_TAGS: Final = re.compile(r"\{%[-+]?\s*(\w+)")


class PromptFile:
    """The blocks of one file. Most always say the same: those are kept as they stand. The others are compiled when one
    of them is first used, as compiling takes longer than all else that a start does.

    Raises TemplateSyntaxError for what is not Jinja2.
    """

    def __init__(self, source: str, html: Environment, bare: Environment) -> None:
        self._environments = {True: html, False: bare}
        self._fixed, rest = taken_out(source)
        self._parsed = html.parse(rest)
        found = {block.name for block in self._parsed.find_all(nodes.Block)} | self._fixed.keys()
        self.names = dict.fromkeys(name for name in _NAMED.findall(source) if name in found)
        """In the order written."""
        self._compiled: dict[bool, _Compiled] = {}

    def fixed(self, name: str) -> str | None:
        """What a block says whatever its values; None for one that depends on them."""
        return self._fixed.get(name)

    def render(self, name: str, values: Mapping[str, object], *, html: bool) -> str:
        """A block's text without blank space around it. Raises UndefinedError, TemplateSyntaxError."""
        fixed = self._fixed.get(name)
        return self._template(html=html).render(name, values) if fixed is None else fixed

    def compile(self) -> None:
        """Compile what waits for its first use. Raises TemplateSyntaxError: a filter that there is none of, say."""
        for html in self._environments:
            self._template(html=html)

    def _template(self, *, html: bool) -> _Compiled:
        if html not in self._compiled:
            self._compiled[html] = _Compiled(self._environments[html].from_string(self._parsed))
        return self._compiled[html]


class _Compiled:
    """Blocks that depend on values."""

    def __init__(self, template: Template) -> None:
        self._template = template
        # A context lists all blocks of its file: made anew for each rendering, that costs more than the rendering.
        self._listed = {name: [block] for name, block in template.blocks.items()}

    def render(self, name: str, values: Mapping[str, object]) -> str:
        template = self._template
        context = Context(template.environment, {**template.globals, **values}, template.name, {})
        context.blocks = self._listed
        return "".join(template.blocks[name](context)).strip()


def taken_out(source: str) -> tuple[dict[str, str], str]:
    """The blocks of a file that say the same whatever the values, and what is left for Jinja to read: each line stands
    where it was. From a file that Jinja may have something to say against, nothing is taken."""
    fixed: dict[str, str] = {}
    rest, kept = list[str](), 0
    begun, plain = list[re.Match[str]](), False
    for tag in _TAG.finditer(source):
        if tag["begins"]:
            begun.append(tag)
            plain = len(begun) == 1
        elif not tag["ends"]:
            plain = False
        elif not begun:
            return {}, source
        else:
            begin = begun.pop()
            if plain and f"self.{begin['begins']}" not in source:
                fixed[begin["begins"]] = source[begin.end() : tag.start()].strip()
                rest += [source[kept : begin.start()], "\n" * source.count("\n", begin.start(), tag.end())]
                kept = tag.end()
            plain = False
    names = _NAMED.findall(source)
    if begun or len(set(names)) < len(names) or "raw" in _TAGS.findall(source):
        return {}, source
    return fixed, "".join([*rest, source[kept:]])
