"""The rules that content and finished files can break: code, level, and what each means."""

from enum import Enum, StrEnum


class Level(StrEnum):
    """How bad a finding is: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Rule(Enum):
    """Every rule that content can break: its code, its default level, what it means."""

    def __init__(self, code: str, level: Level, meaning: str) -> None:
        self.code = code
        self.level = level
        self.meaning = meaning

    UNKNOWN_CITATION = (
        "unknown-citation",
        Level.ERROR,
        "A citation key is in none of the document's bibliography files.",
    )
    UNKNOWN_FACT = (
        "unknown-fact",
        Level.ERROR,
        "`{{ name }}` in the text, or a name in a formula, is not in facts.yaml.",
    )
    UNKNOWN_REFERENCE = (
        "unknown-reference",
        Level.ERROR,
        "`@fig-x`, `@tbl-x`, `@sec-x` or a link `#x` points to nothing in the document.",
    )
    MISSING_FILE = (
        "missing-file",
        Level.ERROR,
        "A file that the content names does not exist, or lies outside the project.",
    )
    MISSING_ALT = (
        "missing-alt",
        Level.ERROR,
        "A figure has no text alternative (WCAG 2.2, 1.1.1; ISO 14289-1, 7.3).",
    )
    DUPLICATE_ID = (
        "duplicate-id",
        Level.ERROR,
        "Two things carry the same identifier, so a reference to it has no one meaning.",
    )
    BAD_TEXT = (
        "bad-text",
        Level.ERROR,
        "A file is no UTF-8 text, or holds a character that no text can have.",
    )
    NO_DOCUMENT = (
        "no-document",
        Level.ERROR,
        "A project has no document: no Markdown file in `content/` that can be read.",
    )
    BAD_YAML = ("bad-yaml", Level.ERROR, "A YAML file or front matter does not parse.")
    BAD_SETTING = (
        "bad-setting",
        Level.ERROR,
        "A setting has an unknown name or a value of the wrong kind.",
    )
    BAD_CSV = ("bad-csv", Level.ERROR, "A row of a CSV file does not fit its header.")
    BAD_JSON = ("bad-json", Level.ERROR, "A JSON file does not parse, or has another shape.")
    BAD_WORKBOOK = (
        "bad-workbook",
        Level.ERROR,
        "A workbook or Parquet file, or a sheet or range of it, cannot be read.",
    )
    NO_DATA_FILE = (
        "no-data-file",
        Level.WARNING,
        "A YAML file in content/data tells of a dataset, and no file of data has its name.",
    )
    MIXED_COLUMN = (
        "mixed-column",
        Level.ERROR,
        "A column that is used holds numbers and other things, or numbers that read two ways.",
    )
    ASSUMED = (
        "assumed",
        Level.WARNING,
        "How a dataset is written was told from its file: decimal commas, lines left out, a sheet.",
    )
    FAILED_CHECK = (
        "failed-check",
        Level.ERROR,
        "A dataset does not hold what `checks` in its NAME.yaml says of it.",
    )
    TABLE_TOO_LONG = (
        "table-too-long",
        Level.ERROR,
        "A table made from data has more rows than a document can show.",
    )
    LONG_TABLE = (
        "long-table",
        Level.WARNING,
        "A table made from data fills many pages.",
    )
    MISSING_COLUMN = (
        "missing-column",
        Level.ERROR,
        "A fact or a table names a column that its dataset does not have.",
    )
    NO_SINGLE_ROW = (
        "no-single-row",
        Level.ERROR,
        "A fact's `where` must pick exactly one row of its dataset.",
    )
    NO_VALUE = (
        "no-value",
        Level.ERROR,
        "An edition states a fact or parameter that has no value in its row of the data.",
    )
    WRONG_NUMBER = (
        "wrong-number",
        Level.ERROR,
        "An edition counts one of what its words say in the plural: “1 people”.",
    )
    BAD_FORMULA = ("bad-formula", Level.ERROR, "A fact's `compute` cannot be evaluated.")
    BAD_FIGURE = (
        "bad-figure",
        Level.ERROR,
        "A figure module has no `draw` function, or it raised an exception.",
    )
    BAD_CHART = (
        "bad-chart",
        Level.ERROR,
        "A chart cannot be drawn as its words say: a form, setting or value is none that is known.",
    )
    LOW_CONTRAST = (
        "low-contrast",
        Level.WARNING,
        "A colour of the brand cannot be read where it is used (WCAG 2.2, 1.4.3 and 1.4.11).",
    )
    STRETCHED_PICTURE = (
        "stretched-picture",
        Level.ERROR,
        "A picture stands in a finished file in other proportions than its file has.",
    )
    UNCREDITED_PICTURE = (
        "uncredited-picture",
        Level.ERROR,
        "With `--publish`: a photograph lacks its credit, or the consent of those who are on it.",
    )
    BAD_IMAGE = ("bad-image", Level.ERROR, "An image file cannot be read as a picture.")
    BAD_TEMPLATE = ("bad-template", Level.ERROR, "A template or stylesheet cannot be used.")
    WEAK_TEMPLATE = (
        "weak-template",
        Level.WARNING,
        "A deck's template lacks a layout, or its text is small, faint or covered.",
    )
    SMALL_FIGURE = (
        "small-figure",
        Level.WARNING,
        "A template's place for a figure is so small that the labels on it may collide.",
    )
    LEFT_OUT = (
        "left-out",
        Level.WARNING,
        "The title slide of a template has no room for a detail: its speaker notes say it.",
    )
    BAD_BIBLIOGRAPHY = (
        "bad-bibliography",
        Level.ERROR,
        "A bibliography or citation style cannot be read.",
    )
    UNSUPPORTED = (
        "unsupported",
        Level.ERROR,
        "A construct that neither of the two files can carry, such as raw HTML.",
    )
    UNREAD_ATTRIBUTE = (
        "unread-attribute",
        Level.ERROR,
        "A class or a key in braces, such as `{.big width=3}`, that nothing reads.",
    )
    NOTE_DEFINITION = (
        "note-definition",
        Level.ERROR,
        "A footnote `[^x]` is defined twice, defined and not used, or used and not defined.",
    )
    LINK_DEFINITION = (
        "link-definition",
        Level.ERROR,
        "A link `[words][x]` leads nowhere, or `[x]: address` is used nowhere.",
    )
    PANDOC_WARNS = (
        "pandoc-warns",
        Level.WARNING,
        "pandoc reads something in another way than it is written, and says so.",
    )
    EMPTY_HEADING = ("empty-heading", Level.ERROR, "A heading has no words.")
    BAD_COLUMNS = (
        "bad-columns",
        Level.ERROR,
        "Columns hold what stands in none of them, or no column; or a column stands alone.",
    )
    LIST_NUMBER = (
        "list-number",
        Level.ERROR,
        "An item of a numbered list is typed with another number than it would be printed with.",
    )
    BAD_SLIDE = (
        "bad-slide",
        Level.ERROR,
        "A slide lacks its title, its id is taken, or its parts do not fit its layout.",
    )
    UNCITED_IN_BRIEF = (
        "uncited-in-brief",
        Level.ERROR,
        "A slide cites a work that the brief does not cite, so it has no note number.",
    )
    OLD_ALLOWANCE = (
        "old-allowance",
        Level.WARNING,
        "`reportgen.yml` accepts a finding that there is not, or its day `until` is past.",
    )
    DEPRECATED_SETTING = (
        "deprecated-setting",
        Level.WARNING,
        "A setting is written as an earlier release had it; it works until the one that is named.",
    )
    WRONG_VERSION = (
        "wrong-version",
        Level.ERROR,
        "The project asks for another version of reportgen than this one (`requires-reportgen`).",
    )
    EDITIONS_DIFFER = (
        "editions-differ",
        Level.ERROR,
        "An edition in another language lacks, or adds, a part, fact or work of the original.",
    )
    STALE_EDITION = (
        "stale-edition",
        Level.WARNING,
        "The original of a translated paragraph was changed since; an error of `check --publish`.",
    )
    UNTRANSLATED = (
        "untranslated",
        Level.WARNING,
        "Words of a translation are still to be written; an error of `check --publish`.",
    )
    UNRECORDED_EDITION = (
        "unrecorded-edition",
        Level.WARNING,
        "It is not recorded that paragraphs of a translation say what the original says.",
    )
    UNUSED_FACT = ("unused-fact", Level.WARNING, "A fact in facts.yaml is used nowhere.")
    UNCITED_FAULT = (
        "uncited-fault",
        Level.WARNING,
        "Works that nothing cites cannot be read; `reportgen references FILE` tells of each.",
    )
    UNREAD_FIELD = (
        "unread-field",
        Level.WARNING,
        "Something of a work does not print: an unknown date or command, or no place in a list.",
    )
    UNCITED_WORK = ("uncited-work", Level.WARNING, "A work in the bibliography is never cited.")
    BAD_DOI = (
        "bad-doi",
        Level.WARNING,
        "A DOI is cut off or malformed (Crossref: 10., 4 to 9 digits, a slash, a suffix).",
    )
    BAD_NUMBER = (
        "bad-number",
        Level.WARNING,
        "An ISBN or ISSN has a wrong length or check digit.",
    )
    BAD_URL = (
        "bad-url",
        Level.WARNING,
        "An address is malformed, ends in punctuation, or carries tracking parameters.",
    )
    NO_ACCESS_DATE = (
        "no-access-date",
        Level.WARNING,
        "A web page without a date of its own has no date of access either.",
    )
    MISSING_FIELD = (
        "missing-field",
        Level.WARNING,
        "A work lacks a field that its type needs, or is a bare address.",
    )
    BAD_DATE = (
        "bad-date",
        Level.WARNING,
        "A work was accessed before it was published, or has a date in the future.",
    )
    BAD_PAGES = (
        "bad-pages",
        Level.WARNING,
        "A range of pages runs backwards, or a citation names a page outside of it.",
    )
    SAME_WORK = ("same-work", Level.WARNING, "Two entries seem to be the same work.")
    CONFLICTING_WORKS = (
        "conflicting-works",
        Level.WARNING,
        "Two entries have the same address or title, but another author or year.",
    )
    TWO_NAMES = ("two-names", Level.WARNING, "One body is an author under two names.")
    DEAD_LINK = (
        "dead-link",
        Level.WARNING,
        "An address answers that there is no such page (`check --links`).",
    )
    MOVED_LINK = (
        "moved-link",
        Level.WARNING,
        "An address says that its page has moved for good (`check --links`).",
    )
    UNREACHED_LINK = (
        "unreached-link",
        Level.WARNING,
        "An address gives no answer, an error, or no sound certificate (`check --links`).",
    )
    NO_PAGE = ("no-page", Level.WARNING, "A quotation is cited without a page.")
    NOTE_FORM = (
        "note-form",
        Level.WARNING,
        "A footnote says “ibid.” or holds works that are not citations.",
    )
    ALIKE_IN_GREY = (
        "alike-in-grey",
        Level.WARNING,
        "Neighbours in a figure differ in hue alone: in grey print they look the same.",
    )
    UNSOURCED_NUMBER = (
        "unsourced-number",
        Level.WARNING,
        "A typed number is no fact, and its sentence has no citation.",
    )
    TYPED_FACT = (
        "typed-fact",
        Level.ERROR,
        "A typed number equals a fact, and would not change with it.",
    )
    SOURCE_NOT_CITED = (
        "source-not-cited",
        Level.WARNING,
        "A paragraph uses a fact and cites none of the fact's sources.",
    )
    DRAFT = ("draft", Level.ERROR, "A document of status `draft` is not published.")
    NOT_FOR_PUBLICATION = (
        "not-for-publication",
        Level.ERROR,
        "A finished file holds what a line of `do-not-publish.txt` names.",
    )
    OVER_LIMIT = (
        "over-limit",
        Level.ERROR,
        "A build or check took more time or memory than it may, and was ended.",
    )
    NO_NOTES = ("no-notes", Level.WARNING, "A slide has no speaker notes.")
    LINK_TO_NO_SLIDE = (
        "link-to-no-slide",
        Level.WARNING,
        "A link of a slide or its notes leads to what no slide shows: the deck keeps its words.",
    )
    TEXT_OVERFLOW = (
        "text-overflow",
        Level.ERROR,
        "Text is larger than its box, and cannot be split or set smaller.",
    )
    LOST_IN_LAYOUT = (
        "lost-in-layout",
        Level.ERROR,
        "Something of the document is missing from a finished file, or stands there twice.",
    )
    LOST_FROM_SOURCE = (
        "lost-from-source",
        Level.ERROR,
        "Words of the source file stand in no finished file, or not in the order they are written.",
    )
    UNPRINTED_PAGES = (
        "unprinted-pages",
        Level.WARNING,
        "The citation style prints none of the pages that the document cites.",
    )
    NOT_IN_SOURCE = (
        "not-in-source",
        Level.ERROR,
        "A finished file says words that neither the source, its data nor the tool explains.",
    )
    RAW_SYNTAX = (
        "raw-syntax",
        Level.ERROR,
        "A finished file prints signs of Markdown, such as `[@key]`, as they are written.",
    )
    NO_WORDS = (
        "no-words",
        Level.WARNING,
        "The tool has no words of its own in the document's language, and prints them in English.",
    )
    NO_FONT = (
        "no-font",
        Level.ERROR,
        "No font that the brief or a figure may use has a script, a sign or an emoji of its text.",
    )
    NO_NATIVE_CHART = (
        "no-native-chart",
        Level.WARNING,
        "A figure that is to be a chart of PowerPoint's own is no plain chart of bars or lines.",
    )
    NOT_CONFORMING = (
        "not-conforming",
        Level.ERROR,
        "A finished file breaks a clause of the standard that it claims.",
    )
    TWINS_DIFFER = ("twins-differ", Level.ERROR, "The brief and the deck do not say the same.")
    REVIEW_DIFFERS = (
        "review-differs",
        Level.WARNING,
        "The Word file for review does not hold the words that the document has now.",
    )
    NUMBER_IN_TITLE = (
        "number-in-title",
        Level.WARNING,
        "A title states a number that nothing on its slide, or in its figure, shows.",
    )
    SAME_TITLE = (
        "same-title",
        Level.WARNING,
        "Two slides have the same title: in a list of slides nobody can tell them apart.",
    )
    OUT_OF_DATE = (
        "out-of-date",
        Level.ERROR,
        "A finished file is missing, or was built before something that it is made from changed.",
    )
    ALTERED = (
        "altered",
        Level.ERROR,
        "A finished file was changed after it was built: a reader meets something else.",
    )
    SAVED_AGAIN = (
        "saved-again",
        Level.WARNING,
        "A program saved a finished file again, and nothing that a reader meets has changed.",
    )
    NOT_SEALED = ("not-sealed", Level.ERROR, "A key does not sign the ledger of a document.")
    BUILT_ELSEWHERE = (
        "built-elsewhere",
        Level.WARNING,
        "Finished files were built by other versions: their meaning is compared, not their bytes.",
    )
    RENDERING = ("rendering", Level.WARNING, "The layout engine could not follow an instruction.")
    PRIVATE_DATA = (
        "private-data",
        Level.ERROR,
        "A finished file holds traces of a person or machine: names, paths, EXIF, comments.",
    )
