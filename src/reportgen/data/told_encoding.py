"""Tells the encoding of text that is neither UTF-8 nor marked, where only one reads as words.

Every encoding gives some text; names of people and places would change without a word. An encoding
is told where the others give no words: signs within them, capitals behind small letters, letters
that no one language has. Names of countries and months, which nearly every table has, tell more.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

ALPHABETS = {
    "de": "äöüß", "fr": "àâæçèéêëîïôœùûüÿ", "es": "áéíñóúü", "pt": "àáâãçéêíóôõúü",
    "it": "àèéìíîòóùú", "nl": "áàäâéèëêíïóöôúü", "sv": "åäöé", "da": "æøåé", "nb": "æøåéòô",
    "fi": "äöåšž", "is": "áðéíóúýþæö", "ca": "àçéèíïòóúü", "ga": "áéíóú",
    "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű",
    "ro": "ăâîșțşţ", "hr": "čćđšž", "sl": "čšž", "sq": "çë", "tr": "çğıİöşüâîû",
    "lt": "ąčęėįšųūž", "lv": "āčēģīķļņšūž", "et": "äõöüšž",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "el": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ", "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "th": "".join(map(chr, (*range(0xE01, 0xE3B), *range(0xE40, 0xE5A)))),
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", "fa": "آئابتثجحخدذرزسشصضطظعغفقلمنهوپچژکگی",
}  # fmt: skip
"""The letters of languages that are not ASCII, in small letters (CLDR, main exemplars)."""

WESTERN = ("de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "ca", "ga")
CENTRAL = ("pl", "cs", "sk", "hu", "ro", "hr", "sl", "sq", "de")
CYRILLIC = ("ru", "bg", "uk", "sr")
SINGLE = {
    "cp1252": WESTERN, "mac_roman": WESTERN, "cp850": WESTERN, "cp437": WESTERN,
    "cp1250": CENTRAL, "iso8859_2": CENTRAL, "mac_latin2": CENTRAL, "cp852": CENTRAL,
    "cp1254": ("tr",), "iso8859_9": ("tr",), "cp1257": ("lt", "lv", "et"),
    "cp1251": CYRILLIC, "koi8_r": CYRILLIC, "koi8_u": CYRILLIC, "mac_cyrillic": CYRILLIC,
    "cp866": CYRILLIC, "cp1253": ("el",), "iso8859_7": ("el",),
    "cp1255": ("he",), "cp874": ("th",), "cp1256": ("ar", "fa"),
}  # fmt: skip
"""Encodings of a byte a letter, the commonest first, with the languages written in them."""

EVERYDAY = {
    "cp850": b"\x80-\xa8", "cp437": b"\x80-\xa8", "cp852": b"\x80-\xa8",
    "mac_latin2": b"\x80-\x9f", "mac_roman": b"\x80-\x9f\xa7\xbe\xbf\xc9\xcf-\xd5",
}  # fmt: skip
"""Bytes of the small letters and quotation marks of encodings that few texts lack altogether."""

DOUBLE = ("cp949", "cp932", "gb18030", "big5", "euc_jp")
"""Encodings of East Asia."""

LEAST_DOUBLE = 8
"""So many characters of East Asia tell their encoding."""

SURE = 8
"""So many times more words are known in the right reading than in a wrong one."""

SAMPLE = 400_000
NO_ASCII = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
SPELLED = re.compile(r"\w’(?:s|t|re|ll|ve)\b|\b[dlnDLNO]’[^\W\d_]|(?<![^\s,;(])“[^“”\n]*”|\s[–—]\s")
"""How apostrophes, quotation marks and dashes stand in text."""

BETWEEN_LETTERS = "\u00a0’‘·‐–—\u00ad\u200c\u200d"
"""Signs that words may hold."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as an encoding gives it: whether one language has its letters, its words.

    `words` are those that are not ASCII, and what is spelled with signs that are not; `known` are
    those of them that are surely words.
    """

    encoding: str
    text: str
    fits: bool = False
    words: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()

    @property
    def example(self) -> str:
        """The first word of it that is not ASCII, else what stands about the first such sign."""
        found = WORD.search(self.text) or re.search(r".{0,8}[^\x00-\x7f].{0,8}", self.text)
        return found[0][:40] if found else ""


def told(data: bytes) -> tuple[str | None, tuple[Reading, ...]]:
    """Return the one encoding in which bytes are words, or None; and the likely readings."""
    sample = data[:SAMPLE] if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1]
    double = _told_double(sample)
    if double is not None:
        return double.encoding, (double,)
    readings = [_read(sample, name, languages) for name, languages in SINGLE.items()]
    ranked = sorted(filter(None, readings), key=lambda one: (-len(one.known), not one.fits))
    likely = tuple(_apart(ranked))
    sure = bool(likely) and all(_is_ahead(likely[0], other) for other in likely[1:])
    if not sure or not (likely[0].known or likely[0].fits):
        return None, likely[:4]
    return likely[0].encoding, likely[:1]


def _is_ahead(one: Reading, other: Reading) -> bool:
    """Return whether a reading is right rather than another, by what they have apart."""
    own, others = len(one.known - other.words), len(other.known - one.words)
    if own or others:
        return own >= SURE * others and (own > 1 or not other.fits)
    return one.fits and not other.fits


def _apart(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Yield the first of the readings that give the same text."""
    seen: set[str] = set()
    for one in readings:
        if one.text not in seen:
            seen.add(one.text)
            yield one


def _read(data: bytes, encoding: str, languages: Collection[str]) -> Reading | None:
    """Return the text that an encoding gives, None where that is no words."""
    if encoding in EVERYDAY and not re.search(b"[" + EVERYDAY[encoding] + b"]", data):
        return None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    pieces = set(re.findall(r"\S*[^\x00-\x7f]\S*", text))
    if any(map(_is_broken, pieces)):
        return None
    words = {word for piece in pieces for word in WORD.findall(piece)}
    letters = {sign for word in words for sign in word if not sign.isascii()}
    fits = any(
        all(sign in ALPHABETS[one] or sign.lower() in ALPHABETS[one] for sign in letters)
        for one in languages
    )
    spelled = set(SPELLED.findall(text))
    known = {word for word in words if word.casefold() in _known_words()} | spelled
    every = frozenset(words | spelled)
    return Reading(encoding, text, fits and bool(letters), every, frozenset(known))


def _is_broken(piece: str) -> bool:
    """Return whether no one writes so: signs within words, a capital behind a small letter."""
    for at, sign in enumerate(piece):
        before, after = piece[at - 1 : at] if at else "", piece[at + 1 : at + 2]
        if sign.isascii() and before.isascii():
            continue
        kind = unicodedata.category(sign)
        if kind in ("Cc", "Cn", "Co") or "\u2500" <= sign <= "\u259f":
            return True
        if sign.isalpha() and before.isalpha():
            if (before.islower() and sign.isupper()) or _script(before) != _script(sign):
                return True
            if before in "ªº":
                return True
        elif _is_sign_between(before, sign, after):
            return True
    alone = "".join(one for one in piece if one.isalpha())
    return len(alone) == 1 and not alone.isascii() and alone not in "àèéóáôÀÈÉÓÁøåÅöªºµиваяуоксіюў"


def _is_sign_between(before: str, sign: str, after: str) -> bool:
    """Return whether a sign that words do not hold stands between two letters."""
    if sign.isascii() or sign.isalpha() or sign in BETWEEN_LETTERS:
        return False
    return before.isalpha() and after.isalpha() and not unicodedata.category(sign).startswith("M")


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


@cache
def _known_words() -> frozenset[str]:
    """Return words that are not ASCII of names of countries, languages, cities, months, days."""
    from babel import Locale

    found: set[str] = set()
    for language in (*ALPHABETS, "en"):
        locale = Locale.parse(language)
        names = [*locale.territories.values(), *locale.languages.values()]
        names += [zone["city"] for zone in locale.time_zones.values() if "city" in zone]
        for table in (locale.months, locale.days):
            names += table["format"]["wide"].values()
        for name in names:
            found.update(word.casefold() for word in WORD.findall(name))
    return frozenset(found)


def _told_double(data: bytes) -> Reading | None:
    """Return the text of East Asia that bytes are, None where they are none for sure."""
    from charset_normalizer import from_bytes

    if len(NO_ASCII.findall(data.decode("latin-1"))) < LEAST_DOUBLE * 2:
        return None
    found = from_bytes(data, cp_isolation=[*DOUBLE, "cp1252"]).best()
    if found is None or found.encoding not in DOUBLE:
        return None
    text = data.decode(found.encoding, "replace")
    foreign = [sign for sign in text if not sign.isascii()]
    scripts = [_script(sign) for sign in foreign if sign.isalpha()]
    if "\ufffd" in text or len(scripts) * 2 < len(foreign) or len(scripts) < LEAST_DOUBLE:
        return None
    own = {
        "cp949": ("HANGUL",),
        "cp932": ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"),
        "euc_jp": ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"),
        "gb18030": ("CJK",),
        "big5": ("CJK",),
    }[found.encoding]
    fits = sum(one in own for one in scripts) > 0.97 * len(scripts)
    return Reading(found.encoding, text, fits) if fits else None
