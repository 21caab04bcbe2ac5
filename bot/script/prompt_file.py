"""One file of prompts: its blocks, each rendered by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context

_SELF: Final = "self"


class PromptFile:
    """The blocks of one file. Most always say the same: those are kept as they stand. The others are compiled when one
    of them is first used, as compiling takes longer than all else that a start does.

    Raises TemplateSyntaxError for what is not Jinja2.
    """

    def __init__(self, source: str, html: Environment, bare: Environment) -> None:
        self._environments = {True: html, False: bare}
        self._parsed = html.parse(source)
        blocks = list(self._parsed.find_all(nodes.Block))
        self.names = dict.fromkeys(block.name for block in blocks)
        """In the order written."""
        self._fixed = {block.name: text for block in blocks if (text := _fixed(block.body)) is not None}
        called = {each.attr for each in self._parsed.find_all(nodes.Getattr) if _is_self(each.node)}
        self._parsed.body = [node for node in self._parsed.body if not self._stands_alone(node, called)]
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

    def _stands_alone(self, node: nodes.Node, called: set[str]) -> bool:
        return isinstance(node, nodes.Block) and node.name in self._fixed and node.name not in called


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


def _fixed(body: Sequence[nodes.Node]) -> str | None:
    """What a block says whatever the values; None where it depends on them."""
    said = []
    for node in body:
        if not isinstance(node, nodes.Output):
            return None
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                return None
            said.append(part.data)
    return "".join(said).strip()


def _is_self(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == _SELF
