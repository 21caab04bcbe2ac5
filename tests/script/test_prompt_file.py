"""What is taken out of a file of prompts before Jinja reads it is what Jinja would have said."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from bot.script.folders import prompts_folder
from bot.script.prompt_file import PromptFile, taken_out
from bot.script.templates import environment

FILES = sorted(prompts_folder().glob("*/*.j2"))

KEPT_WHOLE = {
    "a block within another": "{% block a %}one {% block b %}two{% endblock %}{% endblock %}",
    "a value": "{% block a %}{{ x }}{% endblock %}",
    "a comment": "{% block a %}one {# or two #}{% endblock %}",
    "a block that another calls": "{% block a %}one{% endblock %}{% block b %}{{ self.a() }}{% endblock %}",
    "a name twice": "{% block a %}one{% endblock %}{% block a %}two{% endblock %}",
    "an end too many": "{% block a %}one{% endblock %}{% endblock %}",
    "no end": "{% block b %}two{% endblock %}{% block a %}one",
    "a comment around it": "{# {% block a %} #}{% block b %}one{% endblock %}",
    "what is to be taken literally": "{% raw %}{% block a %}one{% endblock %}{% endraw %}",
}


@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}/{file.stem}" for file in FILES])
def test_in_every_file_it_is_what_jinja_says(file: Path) -> None:
    source, bare = file.read_text("utf-8"), environment("en", "a_bot", html=False)
    template = bare.from_string(source)
    prompts = PromptFile(source, environment("en", "a_bot", html=True), bare)
    assert list(prompts.names) == list(template.blocks)
    for name in prompts.names:
        if (fixed := prompts.fixed(name)) is not None:
            assert fixed == "".join(template.blocks[name](template.new_context({}))).strip()


def test_most_is_taken_out() -> None:
    whole = "".join(file.read_text("utf-8") for file in FILES)
    left = "".join(taken_out(file.read_text("utf-8"))[1] for file in FILES)
    assert left.count("endblock") < whole.count("endblock") / 3


def test_what_is_left_stands_where_it_was() -> None:
    fixed, left = taken_out("{% block a %}\none\n{% endblock %}\n\n{% block b %}{{ x }}{% endblock %}\n")
    assert fixed == {"a": "one"}
    assert left.splitlines()[4] == "{% block b %}{{ x }}{% endblock %}"


@pytest.mark.parametrize("source", KEPT_WHOLE.values(), ids=list(KEPT_WHOLE))
def test_what_jinja_has_to_see_is_left_to_it(source: str) -> None:
    fixed, left = taken_out(source)
    assert "a" not in fixed
    assert "block a" in left


def test_a_name_twice_is_still_an_error() -> None:
    html, bare = (environment("en", "a_bot", html=html) for html in (True, False))
    with pytest.raises(TemplateSyntaxError, match="twice"):
        PromptFile(KEPT_WHOLE["a name twice"], html, bare).compile()
