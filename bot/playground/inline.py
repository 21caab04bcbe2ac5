"""Inline mode: what people type behind the bot's name in any chat, the bot's results, and picking one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.playground.attachments import sent_before
from bot.playground.draft import formatted_caption, formatted_text
from bot.playground.hearing import tell
from bot.playground.markup import checked_markup
from bot.playground.places import kind_of, open_place
from bot.playground.refusal import CannotDo, bad_request
from bot.playground.shapes import room, user_shape
from bot.playground.state import Chat, File, Inline, Message, Shape
from bot.playground.text import Entity, is_blank
from bot.playground.validation import Params
from bot.playground.world import World

ANSWERABLE_SECONDS = 10
"""How long after it was typed a query can be answered."""

QUERY_MOST = 256
"""How many characters of what is typed reach the bot."""

MOST_RESULTS = 50
CACHED_SECONDS = 300
"""How long results are shown again where the bot says nothing of it."""


def type_inline(world: World, user_id: int, query: str, *, at: int | None = None) -> Inline:
    """Type the bot's name and a query in a chat; its results, once there are any, are in what this returns.

    Results that Telegram still keeps for the same query are shown again, and the bot hears nothing: another person's,
    too, unless the bot called them personal.
    """
    bot, state = world.state.bot, world.state
    if not bot.inline:
        raise CannotDo("the bot has no inline mode: BotFather switches it on")
    place, query = open_place(world, user_id, at), query.strip()[:QUERY_MOST]
    now = world.unix()
    state.last_press += 1
    name = str(bot.id * 1_000_003 + user_id * 89 + state.last_press)
    typed = Inline(id=name, user_id=user_id, place=place.id, query=query, created=now)
    kept = (i for i in reversed(state.inline.values()) if i.query == query and i.cached_until > now)
    known = next((i for i in kept if not i.personal or i.user_id == user_id), None)
    state.inline[name] = typed
    if known is not None:
        typed.results, typed.button = known.results, known.button
    else:
        person = user_shape(world.user(user_id))
        asked: Shape = {"id": name, "from": person, "query": query, "offset": "", "chat_type": kind_of(place)}
        world.updates.push("inline_query", asked)
    world.changes.touch()
    return typed


def pick(world: World, user_id: int, inline_id: str, result_id: str) -> Message:
    """Pick a result: it goes, in the person's name and via the bot, to the chat where it was asked for."""
    typed = world.state.inline.get(inline_id)
    shown = typed.results or [] if typed is not None and typed.open and typed.user_id == user_id else []
    result = next((r for r in shown if r["id"] == result_id), None)
    if typed is None or result is None:
        raise CannotDo("there is no such result")
    place = room(world.state, typed.place)
    prepared = _Content.of(world, result)
    message = world.post(
        place,
        from_bot=False,
        author=None if isinstance(place, Chat) else user_id,
        text=prepared.text,
        entities=prepared.entities,
        markup=checked_markup(_shape(result.get("reply_markup"))),
        file=prepared.file(world),
    )
    message.via_bot, message.inline_id = True, f"inline-{inline_id}-{message.message_id}"
    tell(world, "message", message)
    if world.state.bot.feedback:
        chosen: Shape = {"result_id": result_id, "from": user_shape(world.user(user_id)), "query": typed.query}
        world.updates.push("chosen_inline_result", chosen | _named(message))
    typed.open = False
    world.changes.touch()
    return message


async def answer_inline_query(world: World, params: Params) -> object:
    """Show results to whoever typed the query, once and soon."""
    results = [item for item in params.items("results") if isinstance(item, dict)]
    if len(results) > MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    ids = [str(result["id"]) for result in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        if result["type"] == "article" and is_blank(str(result["title"])):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        _Content.of(world, result)
        checked_markup(_shape(result.get("reply_markup")))
    if len(params.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    typed = world.state.inline.get(params.text("inline_query_id"))
    if typed is None or typed.results is not None or world.unix() - typed.created > ANSWERABLE_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    typed.results, typed.button = results, params.shape("button")
    typed.personal = params.flag("is_personal")
    typed.cached_until = world.unix() + params.number("cache_time", CACHED_SECONDS)
    world.changes.touch()
    return True


class _Content:
    """What a picked result becomes; raises a refusal for one that Telegram would not take."""

    def __init__(self, text: str, entities: list[Entity], photo: str = "") -> None:
        self.text, self.entities, self._photo = text, entities, photo

    @classmethod
    def of(cls, world: World, result: Shape) -> _Content:
        given = _shape(result.get("input_message_content"))
        if given is not None:
            if "message_text" not in given:
                raise bad_request("message text is empty")
            return cls(*formatted_text(Params(given, {}), "MESSAGE_TOO_LONG", "message_text"))
        photo = str(result.get("photo_file_id", ""))
        sent_before(world, "photo", photo)
        return cls(*formatted_caption(Params(result, {}), "MEDIA_CAPTION_TOO_LONG"), photo)

    def file(self, world: World) -> File | None:
        return sent_before(world, "photo", self._photo) if self._photo else None


def _named(message: Message) -> Shape:
    """A message that was sent through the bot has a name for it only if there are buttons under it."""
    return {"inline_message_id": message.inline_id} if message.buttons else {}


def _shape(value: object) -> Shape | None:
    return value if isinstance(value, dict) else None


INLINE_METHODS: Mapping[str, Callable[[World, Params], Awaitable[object]]] = MappingProxyType(
    {"answerInlineQuery": answer_inline_query}
)
"""The methods of this file by name."""
