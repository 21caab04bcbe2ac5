"""A sheet to draw on, in pixels from the top left, lettered for a phone. Knows no subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from bot.insight.lettering import drawable, font_file

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

WIDTH = 1080
"""The width of every sheet in pixels: about three and a half times what a phone's chat shows."""

PAPER = "#fbf8f1"
INK = "#22252a"
FAINT = "#5c615f"
RULE = "#d8d2c4"
TEAL = "#1d6151"
PLUM = "#703657"
WASH = "#e3ece4"

Point = tuple[float, float]
Along = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Pen:
    """How one series is drawn: colour, shape of its marks, filled or open, and dashes in pixels (none: solid)."""

    colour: str
    mark: Literal["o", "D", "s"]
    filled: bool
    width: float = 5
    dashes: tuple[float, float] | None = None


class Sheet:
    """One light sheet. x runs right from 0 to WIDTH and y down from 0 to `height`; sizes are pixels too.

    Nothing of matplotlib's global state is touched, but its fonts are shared: draw one sheet at a time.
    """

    def __init__(self, height: int) -> None:
        # Heavy (a second or two): whoever never asks for a picture never pays for it.
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415

        # At 72 dots an inch a point is a pixel.
        self._figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=PAPER)
        FigureCanvasAgg(self._figure)
        self._height = height
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)

    def text(
        self,
        at: Point,
        words: str,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        along: Along = "left",
        room: float = WIDTH,
    ) -> None:
        """Write one line, its middle at `at`; made smaller, and then cut with "…", where it is wider than `room`."""
        line = drawable(words)
        size = self.size([line], size, room, bold=bold)
        while line and self.width(line, size, bold=bold) > room:
            line = line.rstrip("…")[:-1].rstrip() + "…" if len(line) > 2 else ""
        self._written(at, line, size, colour, bold, along)

    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        """How wide one line is, in pixels."""
        text = self._written((0, 0), drawable(words) or " ", size, INK, bold, "left")
        width = text.get_window_extent().width
        text.remove()
        return width

    def size(self, lines: Sequence[str], size: float, room: float, *, bold: bool = False) -> float:
        """The size, at most `size`, at which all of these lines fit into `room`, unless that is too small to read."""
        widest = max(self.width(line, size, bold=bold) for line in lines)
        return size if widest <= room else max(min(size, _SMALLEST), size * room / widest * 0.99)

    def rule(self, left: Point, right: Point, *, colour: str = RULE, width: float = 2) -> None:
        """Draw a thin straight line."""
        self._axes.plot(*zip(left, right, strict=True), color=colour, linewidth=width, solid_capstyle="round", zorder=1)

    def wash(self, points: Sequence[Point]) -> None:
        """Fill a shape, barely darker than the paper."""
        self._axes.fill(*zip(*points, strict=True), facecolor=WASH, linewidth=0, zorder=0)

    def line(self, points: Sequence[Point], pen: Pen) -> None:
        """Join the points of a series."""
        if len(points) > 1:
            style = (0, tuple(dash / pen.width for dash in pen.dashes)) if pen.dashes else "solid"
            x, y = zip(*points, strict=True)
            self._axes.plot(
                x, y, color=pen.colour, linewidth=pen.width, linestyle=style, dash_capstyle="butt", zorder=2
            )

    def mark(self, at: Point, pen: Pen, size: float) -> None:
        """Set a mark whose side or diameter is `size` pixels, its outline included."""
        self._axes.plot(
            [at[0]],
            [at[1]],
            marker=pen.mark,
            markersize=size - pen.width,
            markerfacecolor=pen.colour if pen.filled else PAPER,
            markeredgecolor=pen.colour,
            markeredgewidth=pen.width,
            zorder=3,
        )

    def png(self) -> bytes:
        """The sheet as a PNG file that says nothing of the machine it was drawn on."""
        # As heavy as the rest of drawing.
        from PIL import Image  # noqa: PLC0415

        pixels, file = BytesIO(), BytesIO()
        self._figure.savefig(pixels, format="rgba", dpi=72, facecolor=PAPER)
        picture = Image.frombytes("RGBA", (WIDTH, self._height), pixels.getvalue())
        # A few inks and their edges need no more colours, and a third of the bytes.
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        return file.getvalue()

    def _written(self, at: Point, line: str, size: float, colour: str, bold: bool, along: Along) -> Text:
        # parse_math: a dollar sign in somebody's name is a dollar sign.
        return self._axes.text(
            *at,
            line,
            color=colour,
            fontproperties=_font(size, bold),
            ha=along,
            va="center_baseline",
            parse_math=False,
            zorder=4,
        )


_SMALLEST = 28
_COLOURS = 64


def _font(size: float, bold: bool) -> FontProperties:
    # As heavy as the rest of drawing.
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    return FontProperties(fname=font_file(bold=bold), size=size)
