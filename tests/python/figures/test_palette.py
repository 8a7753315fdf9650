import itertools
import math
import random
import re
from pathlib import Path

from jupyter_mltrack.figures.palette import PALETTE, looks

ROOT = Path(__file__).parents[3]
LIGHT, DARK = "#ffffff", "#212121"
# Machado, Oliveira, Fernandes (2009), severity 1: how the three kinds of colour blindness see linear RGB.
SIGHT = {
    "protan": [
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ],
    "deutan": [
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ],
    "tritan": [
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ],
    "full": [(1, 0, 0), (0, 1, 0), (0, 0, 1)],
}


def linear(color):
    parts = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(color):
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(color), strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def times(matrix, vector):
    return [sum(a * b for a, b in zip(line, vector, strict=True)) for line in matrix]


def oklab(rgb):
    lms = times(
        [
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        ],
        [min(1, max(0, part)) for part in rgb],
    )
    return times(
        [
            (0.2104542553, 0.7936177850, -0.0040720468),
            (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660),
        ],
        [math.cbrt(part) if hasattr(math, "cbrt") else part ** (1 / 3) for part in lms],
    )


def test_every_colour_is_seen_on_light_and_on_dark():
    for color in PALETTE:
        assert contrast(color, LIGHT) >= 3, color
        assert contrast(color, DARK) >= 2.95, color


def test_colours_stay_apart_for_everybody():
    for kind, sight in SIGHT.items():
        seen = [oklab(times(sight, linear(color))) for color in PALETTE]
        assert min(math.dist(a, b) for a, b in itertools.combinations(seen, 2)) > 0.07, kind


def test_the_front_end_has_the_same_palette():
    text = (ROOT / "src/components/palette.ts").read_text("utf-8")
    assert tuple(re.findall(r"'(#[0-9a-f]{6})'", text)) == PALETTE


def test_up_to_ten_runs_never_share_a_colour():
    chance = random.Random(1)
    for _ in range(200):
        numbers = chance.sample(range(1, 10_000), 10)
        given = looks(numbers)
        assert len({look.color for look in given.values()}) == 10
        assert given == looks(reversed(numbers))


def test_a_run_keeps_its_number_s_colour_where_it_is_free():
    assert {number: look.color for number, look in looks([21, 14, 8]).items()} == {
        8: PALETTE[8],
        14: PALETTE[4],
        21: PALETTE[1],
    }


def test_newer_runs_do_not_take_a_colour_away():
    before = looks([3, 13])
    after = looks([3, 13, 23])
    assert {number: after[number] for number in before} == before


def test_runs_beyond_the_tenth_differ_in_dash_and_symbol():
    given = looks(range(40))
    assert len({(look.color, look.dash) for look in given.values()}) == 40
    assert len({(look.color, look.symbol) for look in given.values()}) == 40
