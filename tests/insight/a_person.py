"""One person's export, as tests and eyes look at it: two languages, awkward names, every kind of value."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.insight.export import Entry, Export, ExportWords, Line, Person
from bot.model.values import Duration, Instant, Number, Option, Words


def at(text: str) -> datetime:
    """An instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def export(name: str = "Marta", typed: str = "The wheel, and nobody asking what's for dinner.") -> Export:
    """Marta of Madrid, five weeks in; `typed` is what she wrote about pottery."""
    return Export(
        made=at("2026-11-22T18:00"),
        person=Person(name, "en-GB", "Europe/Madrid", username="marta", country="ES"),
        linked_since=at("2026-10-11T19:30"),
        settings=(
            Line("quiet_from", "Quiet from", Words("22:00")),
            Line("nudges", "Offered nudges a day", Number(2)),
            Line("paused", "Paused", None, "No"),
        ),
        memory=(
            Entry(
                "passion",
                "Pottery",
                date(2026, 10, 14),
                lines=(
                    Line("when_last", "When you were last lost in it", Words("2021, before the move\n\nOn Saturdays.")),
                    Line("smallest", "The smallest piece", Words(typed)),
                ),
            ),
            Entry("passion", "ركوب الدراجة 🚲", date(2026, 10, 20)),
            Entry(
                "guilt",
                "",
                at("2026-10-25T00:30"),
                lines=(
                    Line("dose", "How long", Duration(90)),
                    Line("before", "Before, 0–10", Number(8)),
                    Line("after", "After, 0–10", Number(5)),
                ),
            ),
            Entry(
                "check_in",
                "",
                date(2026, 11, 15),
                lines=(
                    Line("own_time", "Time to myself", Option("too_little"), "Too little"),
                    Line("wish", "A wish", None),
                ),
            ),
            Entry("milestone", "An id without a word", date(2024, 2, 29)),
        ),
        outings=(Entry("leave", "Open studio", at("2026-11-28T09:00"), at("2026-11-28T11:00")),),
        nudges=(Entry("eve", "The evening before", at("2026-11-27T18:00"), at("2026-11-28T08:00")),),
        runs=(
            Entry(
                "come_back",
                "Coming back",
                at("2026-11-22T17:58"),
                lines=(
                    Line("brought", "What you brought home", Option("aha"), "An aha"),
                    Line("until", "Back at", Instant(at("2026-11-22T17:50"))),
                ),
            ),
        ),
    )


ENGLISH = ExportWords(
    language="en-GB",
    title="What the coach keeps of you",
    intro="Everything, as of this moment. It is yours; so is what happens to this file.",
    made="Written on",
    name="Name",
    username="On Telegram",
    spoken="Language",
    country="Country",
    zone="Time zone",
    person="You",
    settings="Settings",
    couple="Linked",
    outings="Times away",
    invitations="Invitations",
    nudges="Nudges that wait",
    runs="Conversations that are open",
    linked_since="since",
    not_linked="no",
    skipped="skipped",
    empty="Nothing else is kept.",
    kinds={"passion": "Passions", "guilt": "Guilt, before and after", "check_in": "Check-ins"},
)

SPANISH = ExportWords(
    language="es",
    title="Lo que el coach guarda de ti",
    intro="Todo, tal como está ahora. Es tuyo.",
    made="Escrito el",
    name="Nombre",
    username="En Telegram",
    spoken="Idioma",
    country="País",
    zone="Zona horaria",
    person="Tú",
    settings="Ajustes",
    couple="Vínculo",
    outings="Salidas",
    invitations="Invitaciones",
    nudges="Avisos en espera",
    runs="Conversaciones abiertas",
    linked_since="desde el",
    not_linked="no",
    skipped="sin respuesta",
    empty="No hay nada más.",
    kinds={"passion": "Pasiones", "guilt": "La culpa, antes y después", "check_in": "Cada semana"},
)
