"""What the check finds in a deck of cards; and the deck that there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.script.check import check
from bot.script.folders import dialogs_folder, prompts_folder
from bot.script.load import load_library
from bot.script.templates import Blocks, languages_in
from tests.script.small_house import small_house

DIALOG = """\
dialog: cards
command: cards
about: A card.
source: [ten]
for: [solo]
steps:
  - draw: my_card
  - tell: read_it
"""
PROMPTS = """\
{% block label_cards %}Cards{% endblock %}
{% block command_cards %}A card{% endblock %}
{% block read_it %}{{ my_card }}{% endblock %}
"""
DECK = "piles:\n  light: [a_song, a_smell]\n  deep: [a_fear]\n"
CARDS = """\
{% block a_song %}Which song?{% endblock %}
{% block a_smell %}Which smell?{% endblock %}
{% block a_fear %}Which fear?{% endblock %}
"""


def house(folder: Path) -> tuple[Path, Path]:
    """The small house with a deck in it, and a dialog that draws."""
    dialogs, prompts = small_house(folder)
    (dialogs / "cards.yaml").write_text(DIALOG, encoding="utf-8")
    (dialogs / "deck.yaml").write_text(DECK, encoding="utf-8")
    for language in ("en", "es"):
        (prompts / language / "cards.j2").write_text(PROMPTS, encoding="utf-8")
        (prompts / language / "deck.j2").write_text(CARDS, encoding="utf-8")
    return dialogs, prompts


def found(dialogs: Path, prompts: Path) -> list[str]:
    return [
        str(finding) for finding in check(dialogs, prompts, {"out": ("space", "leave", "no")}, {"consent"}).findings
    ]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_deck_with_words_in_every_language_is_well(tmp_path: Path) -> None:
    assert found(*house(tmp_path)) == []


def _missing(dialogs: Path, prompts: Path) -> str:
    change(prompts / "es/deck.j2", "{% block a_smell %}Which smell?{% endblock %}\n", "")
    return 'dialogs/cards.yaml:7: no prompt "a_smell" in prompts/es/deck.j2, which step "my_card" needs'


def _left_over(dialogs: Path, prompts: Path) -> str:
    change(dialogs / "deck.yaml", ", a_smell", "")
    change(prompts / "es/deck.j2", "{% block a_smell %}Which smell?{% endblock %}\n", "")
    return 'prompts/en/deck.j2:2: nobody uses the prompt "a_smell"'


def _too_long(dialogs: Path, prompts: Path) -> str:
    change(prompts / "en/deck.j2", "Which fear?", "Which fear" + " of all the fears" * 9 + "?")
    return 'prompts/en/deck.j2:3: the card "Which fear' + " of all the fears" * 9 + '?" is longer than 140 characters'


def _doubled(dialogs: Path, prompts: Path) -> str:
    change(prompts / "en/deck.j2", "Which smell?", "Which song?")
    return 'prompts/en:1: "Which song?" is said both for "a_song" and for "a_smell" in ask "my_card" of cards'


def _empty(dialogs: Path, prompts: Path) -> str:
    change(prompts / "en/deck.j2", "Which fear?", "")
    return 'prompts/en/deck.j2:3: the prompt "a_fear" is empty'


def _in_two_piles(dialogs: Path, prompts: Path) -> str:
    change(dialogs / "deck.yaml", "[a_fear]", "[a_fear, a_song]")
    return 'dialogs/deck.yaml:3: the card "a_song" lies in "light" already'


def _no_deck(dialogs: Path, prompts: Path) -> str:
    (dialogs / "deck.yaml").unlink()
    for language in ("en", "es"):
        (prompts / language / "deck.j2").unlink()
    return 'dialogs/cards.yaml:7: draw "my_card": there is no deck, deck.yaml'


@pytest.mark.parametrize(
    "spoil", [_missing, _left_over, _too_long, _doubled, _empty, _in_two_piles, _no_deck], ids=lambda f: f.__name__
)
def test_what_is_wrong_with_a_deck_is_named(spoil: Callable[[Path, Path], str], tmp_path: Path) -> None:
    dialogs, prompts = house(tmp_path)
    finding = spoil(dialogs, prompts)
    assert found(dialogs, prompts)[:1] == [finding]


def test_the_deck_has_sixty_cards_and_more_at_three_depths() -> None:
    piles = yaml.safe_load((dialogs_folder() / "deck.yaml").read_text(encoding="utf-8"))["piles"]
    assert list(piles) == ["light", "nearer", "deep"]
    assert all(len(cards) >= 18 for cards in piles.values())
    assert sum(map(len, piles.values())) >= 60


@pytest.mark.parametrize("language", languages_in(prompts_folder()))
def test_every_card_asks_one_thing(language: str) -> None:
    blocks = Blocks(prompts_folder(), language, "coach_bot")
    cards = load_library(dialogs_folder()).dialogs["card"].steps["card"]
    words = [blocks.render("deck", card, {}, html=False) for card in getattr(cards, "options", ())]
    assert len(words) >= 60
    assert [text for text in words if text.count("?") != 1 or "!" in text] == []
