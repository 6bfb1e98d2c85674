"""What layouts are called that begin a part of a talk or end it, in twenty languages.

A name decides only where type and placeholders do not: people rename and copy layouts.
"""

import unicodedata

OPENINGS = (
    "title slide", "title page", "cover", "front page", "opening", "welcome", "greeting",
    "willkommen", "bienven", "titelfolie", "startfolie", "deckblatt",
    "diapositive de titre", "couverture", "page de garde", "portada", "diapositiva de título",
    "slide de título", "capa", "diapositiva titolo", "copertina", "titeldia", "omslag", "forside",
    "titelslide", "rubrikbild", "framsida", "titteldias", "kansi", "otsikkodia", "slajd tytułowy",
    "okładka", "úvodní snímek", "titulní", "címdia", "diapozitiv titlu", "титульный", "обложка",
    "титульний", "başlık slaydı", "kapak", "표지", "제목 슬라이드", "表紙", "タイトル スライド",
    "封面", "标题幻灯片", "標題投影片", "εξώφυλλο", "διαφάνεια τίτλου", "غلاف", "שקופית כותרת",
)  # fmt: skip
SECTIONS = (
    "section", "divider", "chapter", "abschnitt", "kapitel", "zwischentitel", "trenner",
    "intercalaire", "chapitre", "sección", "seção", "secção", "sezione", "capitolo", "sectie",
    "hoofdstuk", "afsnit", "avsnitt", "seksjon", "osan", "osio", "sekcj", "rozdział", "oddíl",
    "sekce", "szakasz", "secțiun", "раздел", "розділ", "bölüm", "구역", "간지", "セクション",
    "章節", "章节", "节标题", "區段", "ενότητα", "قسم", "מקטע",
)  # fmt: skip
CLOSINGS = (
    "thank", "closing", "end slide", "final slide", "back cover", "outro", "danke", "schluss",
    "abschluss", "schlussfolie", "merci", "remerciement", "fin de", "gracias", "cierre",
    "contraportada", "obrigad", "encerramento", "grazie", "chiusura", "bedankt", "afsluit",
    "slotdia", "tak for", "afslut", "tack", "avslut", "takk", "kiitos", "lopetus", "dziękuj",
    "zakończenie", "děkuj", "závěr", "köszön", "záró", "mulțum", "încheiere", "спасибо",
    "заключ", "дякую", "teşekkür", "kapanış", "감사", "마무리", "엔딩", "ありがとう", "謝辞",
    "终页", "谢谢", "致谢", "謝謝", "封底", "ευχαριστ", "شكر", "תודה",
)  # fmt: skip


def names_opening(name: str) -> bool:
    """Return whether a layout is called as one that opens a talk."""
    return _holds(name, OPENINGS)


def names_section(name: str) -> bool:
    """Return whether a layout is called as one that begins a part of a talk."""
    return _holds(name, SECTIONS)


def names_closing(name: str) -> bool:
    """Return whether a layout is called as one that ends a talk."""
    return _holds(name, CLOSINGS)


def _holds(name: str, words: tuple[str, ...]) -> bool:
    folded = unicodedata.normalize("NFC", name).casefold()
    return any(word in folded for word in words)
