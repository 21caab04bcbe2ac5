"""The keyboards that a bot sends, held against Telegram's limits."""

from __future__ import annotations

from bot.playground.links import checked_link, mentioned_user
from bot.playground.refusal import bad_request
from bot.playground.state import Chat, Group, Hanging, Message, Shape, State
from bot.playground.text import is_blank

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8

ACTIONS = (
    "url",
    "callback_data",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
)
"""What an inline button can do; it does exactly one of them."""


def checked_markup(markup: Shape | None) -> Shape | None:
    """Return a reply markup with its addresses as Telegram keeps them, None for an empty one; raises a refusal."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"])
        return {**markup, "inline_keyboard": [[_inline_button(b) for b in row] for row in rows]} if rows else None
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"])
        if not rows:
            raise bad_request("reply keyboard is empty")
        if any(is_blank(str(button.get("text", ""))) for row in rows for button in row):
            raise bad_request("keyboard button text must be non-empty")
    return markup


def apply_markup(state: State, chat: Chat | Group, message: Message) -> None:
    """Let a bot's new message change what hangs under text boxes, as Telegram's apps do.

    In a group it does so for everybody, or for those whom a selective markup is meant for.
    """
    markup = message.markup or {}
    for user_id in _meant(state, chat, message):
        _hang(chat.under(user_id), message, markup)


def _hang(under: Hanging, message: Message, markup: Shape) -> None:
    placeholder = markup.get("input_field_placeholder")
    if "keyboard" in markup:
        under.keyboard, under.keyboard_hidden, under.reply_prompt = markup, False, None
    if "remove_keyboard" in markup:
        under.keyboard, under.reply_prompt = None, None
    if markup.get("force_reply"):
        under.reply_prompt = message.message_id
    if "keyboard" in markup or "remove_keyboard" in markup or markup.get("force_reply"):
        under.prompt_placeholder = placeholder if isinstance(placeholder, str) else ""


def _meant(state: State, chat: Chat | Group, message: Message) -> list[int]:
    """Those whose text box a markup changes: selective is for who is mentioned or answered."""
    if isinstance(chat, Chat):
        return [chat.user_id]
    people = [id for id in chat.present() if id != state.bot.id]
    if not (message.markup or {}).get("selective"):
        return people
    answered = chat.messages.get(message.reply_to or 0)
    meant = {answered.author} if answered else set()
    for entity in message.entities:
        if entity.type == "text_mention" and entity.user:
            meant.add(_number(entity.user.get("id")))
        if entity.type == "mention":
            name = message.text.encode("utf-16-le")[2 * entity.offset + 2 : 2 * entity.end].decode("utf-16-le")
            meant |= {user.id for user in state.users.values() if user.username.lower() == name.lower()}
    return [id for id in people if id in meant]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def switched(button: Shape) -> Shape | None:
    """Return what a button writes behind the bot's name and in which kinds of chats; None when it is another one."""
    here, anywhere = button.get("switch_inline_query_current_chat"), button.get("switch_inline_query")
    chosen = button.get("switch_inline_query_chosen_chat")
    if isinstance(here, str):
        return {"inline": here, "to": []}
    if isinstance(anywhere, str):
        return {"inline": anywhere, "to": ["user", "bot", "group", "channel"]}
    if isinstance(chosen, dict):
        kinds = [kind for kind in ("user", "bot", "group", "channel") if chosen.get(f"allow_{kind}_chats")]
        return {"inline": chosen.get("query") or "", "to": kinds}
    return None


def _rows(value: object) -> list[list[Shape]]:
    rows = [row for row in value if row] if isinstance(value, list) else []
    # Telegram's apps cannot lay out more; Telegram itself is laxer about a row, which would only hide the mistake.
    if sum(len(row) for row in rows) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return rows


def _inline_button(button: Shape) -> Shape:
    if is_blank(str(button.get("text", ""))):
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if actions != ["url"]:
        return button
    url = str(button["url"])
    if mentioned_user(url) is not None:
        return button
    kept = checked_link(url)
    if kept is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return {**button, "url": kept}
