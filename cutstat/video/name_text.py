"""The text of a file name without group, check sum and technical words."""

from __future__ import annotations

import re
import unicodedata

from cutstat.core.episodes import EpisodeRole

_TECHNICAL = re.compile(
    r"""(?ix) (?<![\w]) (?:
      \d{3,4}[pi] (?:\d{2,3})? | [1-9]\d{2,3}\s?[x×]\s?\d{3,4} | 4k | 8k | uhd | fhd
    | (?:web|bd|dvd|tv|hd|sd|ld|vhs)[-\s]?(?:rip|dl|mux|remux|raw|box)? (?=$|[\s\]).,_-])
    | blu-?ray | remux | hdtv | netflix | amzn | nf | cr | dsnp | crunchyroll
    | (?:480|720|1080|2160) (?=[\s.]+(?:bd|dvd|web|blu|hevc|[xh]\.?26))
    | [xh][\s.]?26[45] | hevc | avc | av1 | xvid | divx
    | hi10p? | (?:8|10|12)[\s-]?bits? | ma10p | yuv\d+p?\d*
    | (?:flac|aac|e?-?ac-?3) (?:[\s.]?\d\.\d)? | ddp?\d?(?:[\s.]\d)? | dts(?:-hd)?
    | opus | mp3 | [257]\.1(?:ch)? | dual[\s-]?audio | multi(?:[\s-]?subs?)?
    | (?:eng|jpn?|ger|fr)[\s-]?subs?
    | uncensored | proper | repack | batch | complete | hdr(?:10)? | sdr | 24fps | 60fps
    ) (?![\w])"""
)
_CRC = re.compile(r"[\[(][0-9A-Fa-f]{8}[\])]")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|【[^【】]*】|\{[^{}]*\}")
_NUMBER_IN_BRACKETS = re.compile(
    r"(?i)[\[【{](?:第|ep?|\#)?\s*(\d{1,4}(?:\.5)?(?:v\d)?)((?:\s?[-~]\s?\d{1,4}(?:v\d)?)?)\s*"
    r"[話话集]?\s*(?:v\d)?\s*(?:end|fin|完|終|终|完结|完結|最終話|最终话)?[\]】}]"
)
_TITLE_BEFORE_NUMBER = re.compile(
    r"^\s*[\[【]([^\]】\d][^\]】]+)[\]】]\s*(?=(?:-\s*|第)?\d{1,4}(?:v\d)?[\s话話集回])"
)
_NUMBER_OF_SPECIAL = re.compile(
    r"(?:\[|(?<=-\s)|(?<=\s)(?=0[1-9]))(\d{1,3}(?:\.\d)?)\]?\s?[\[(](OVA|OAD|SP)[\])]\]?"
)
_NUMBER_IN_PARENTHESES = re.compile(r"\((\d{1,3}(?:v\d)?(?:[-~]\d{1,3})?)\)")
_SEASON_OF_BROADCAST = re.compile(
    r"(?x) [\[【★☆(] \s* (?:\d{2,4}年?)? (?:\d{1,2}月|[春夏秋冬]季?)? (?:新番|番剧|番組|新作|日劇)?"
    r" (?<=[月番作剧組劇]) (?: \s* [\]】★☆)] | (?=\s*[\[【]) )"
)
"""When a show was first shown (``★10月新番★``): no title."""
_OF_ALL = re.compile(
    r"(?i)[\[(]\s?(\d{1,4})\s?(?:of|из|iz|von|sur)\s?\d{1,4}\s?[\])]"
    r"|(?<=[\s-])(\d{1,3})\s?(?:of|из|iz|von|sur)\s?\d{1,3}(?=$|[\s.\[(-])"
)
NO_EPISODES = re.compile(r"(?:19|20)\d\d|480|540|576|720|1080|1440|2160")
"""Numbers that, unless a word says otherwise, are a year or the height of the picture."""

SEASON_WORDS = (
    r"season|series|staffel|saison|temporada|stagione|sezon|sezonul|säsong|sæson|sesong|seizoen"
    r"|évad|сезон"
)
WORDS_OF_ROLES: tuple[tuple[EpisodeRole, str], ...] = (
    ("opening", r"(?:NC[\s_-]?|creditless\s+|textless\s+|clean\s+)(?:OP|opening)"),
    ("ending", r"(?:NC[\s_-]?|creditless\s+|textless\s+|clean\s+)(?:ED|ending)"),
    ("opening", r"(?-i:OP)|opening"),
    ("ending", r"(?-i:ED)|ending"),
    (
        "trailer",
        r"(?:TV\s)?(?:PV|CM)|promo(?:tional)?(?:\svideo)?|trailer|teaser|(?:web\s|next\s(?:episode\s)?)?preview|予告",
    ),
    (
        "special",
        r"OVA|OAD|ONA|(?:TV\s?)?SP|EX(?=\s?\d)|specials?|picture\sdrama|drama(?=\s?\d)|特別編",
    ),
    ("film", r"movie|film|the\s+movie|gekijouban|劇場版|剧场版"),
    ("extra", r"menu|IV(?=\d)|extras?|bonus|interview|making[\s-]of|映像特典"),
)
_TELLING = re.compile(
    rf"""(?ix) (?:{SEASON_WORDS})\s*\d{{1,2}} | \d{{1,2}}x\d\d | s\d{{1,2}} (?:\s?e\d{{1,4}})?
    | ep?\.?\s?\d{{1,4}}
    | v\d | \d(?:st|nd|rd|th)\s+season | 第?\d{{1,2}}期 | 第\d{{1,4}}[話话回集](?:\s.*)?
    | 第\d{{1,2}}季
    | (?:{"|".join(words for _, words in WORDS_OF_ROLES)}) [\s-]?(?:ep\s?)?\d{{0,2}}(?:\s\d)?"""
)
"""What counts even in brackets."""

_KANJI = re.compile(r"第([一二三四五六七八九十百壱弐参拾]+)(?=[話话回集夜羽章期季シ作])")


def clean(stem: str) -> str:
    """Give a name up to its first technical word, without group and check sum, plainly spaced.

    Full-width digits become plain ones and composed characters one form, so that names written by
    different systems compare equal.
    """
    text = _undressed(stem)
    if technical := next((m for m in _TECHNICAL.finditer(text) if m.start() > 0), None):
        text = text[: technical.start()]
    return _tidy(text)


def clean_throughout(stem: str) -> str:
    """Clean a name without cutting it: of the technical words, only they are taken out.

    A title may hold one (``Gundam SD - 05``), and then the number stands behind it.
    """
    return _tidy(_TECHNICAL.sub(lambda match: " " if match.start() else match[0], _undressed(stem)))


def first_brackets(stem: str) -> str:
    """Give what stands in brackets at the begin of a name: a group, or the title itself.

    Square ones count where the number follows at once, as in ``[Title][07]``.
    """
    text = _SEASON_OF_BROADCAST.sub("", unicodedata.normalize("NFKC", stem))
    match = re.match(r"\s*【([^】]+)】", text) or re.match(
        r"\s*\[([^\]]+)\](?=\s?제\d|[\[.]?(?:第|ep?)?\d{1,4}(?:v\d)?[\s話话集完終终a-z]*[\].])",
        text,
        re.IGNORECASE,
    )
    return match[1].strip() if match else ""


def _undressed(stem: str) -> str:
    text = unicodedata.normalize("NFKC", stem).replace("_", " ")
    text = re.sub(r"^\s*<[^<>]*>|<[^<>]*>(?=\s*(?:#|第|$))", " ", text)  # ＜ノイタミナ＞
    text = re.sub(r"(?<![^\W_])(S\d{1,2})(?=(?:SP|OVA|OAD)\d*(?![^\W_]))", r"\1 ", text)
    text = re.sub(r"(?<=\s)[\u2010-\u2015\u2212](?=\s)", "-", text)
    text = _KANJI.sub(lambda match: f"第{_kanji_number(match[1])}", text)
    text = _CRC.sub(" ", text)
    text = re.sub(r"[《》]", " ", _SEASON_OF_BROADCAST.sub(" ", text))
    text = re.sub(r"(?<=[\]】])[\[【](?:国漫|國漫|日漫|动漫|動漫|连载|完结|TV|BD)[\]】]", "", text)
    text = re.sub(
        r"(?i)^\s*(?:animepahe\s|[\[【](?!\d{1,4}(?:v\d)?[\]】])[^\]】]*[\]】]\s*(?=\S))", "", text
    )
    text = re.sub(r"\[(\d{1,4})\(\d{1,4}\)\]", r"[\1]", text)  # of the season, over all seasons
    text = re.sub(r"「([^」]*)」\s?\((\d{1,3})\)", r" \1 - \2 - ", text)  # ドラマ「題名」(4)
    text = re.sub(r"\((\d{1,3})\)\s?(?=「)", r" - \1 - ", text)
    text = re.sub(
        r"^\s*(?:TV)?(?:アニメ|ドラマ|時代劇)\d{0,2}\s+(?![\s第#「\d])", "", text
    )  # what kind of show it is
    text = _OF_ALL.sub(lambda match: f" - {match[1] or match[2]} - ", text)
    text = re.sub(r"(?i)(?<=menu)(\d+)\s\d(?!\d)", r"\1", text)
    is_dotted = " " not in _BRACKETS.sub("", text).strip()
    text = _TITLE_BEFORE_NUMBER.sub(r"\1 - ", text)
    if not _BRACKETS.sub("", text).strip():  # all in brackets: the first that is left is the title
        text = re.sub(r"^[\[【]([^\]】]+)[\]】]", r"\1 ", text)
    text = _NUMBER_OF_SPECIAL.sub(r" \2 \1 - ", text)
    text = _NUMBER_IN_BRACKETS.sub(_as_number, text)
    if not re.search(r"\d", _BRACKETS.sub("", text)):
        text = _NUMBER_IN_PARENTHESES.sub(r" - \1 - ", text)
    text = _BRACKETS.sub(_kept, text)
    if is_dotted:
        text = re.sub(r"(?<!\d)\.|\.(?!\d(?:\D|$))", " ", text)
    return text


def _as_number(match: re.Match[str]) -> str:
    return (
        match[0]
        if NO_EPISODES.fullmatch(match[1])
        else f" - {match[1]}{match[2].replace(' ', '')} - "
    )


def _kept(match: re.Match[str]) -> str:
    """Keep a year with its brackets, and what tells season or role without them."""
    inside = match[0][1:-1].strip()
    if match[0].startswith("(") and re.fullmatch(r"(?:19|20)\d\d", inside):
        return match[0]
    return f" {inside} " if _TELLING.fullmatch(inside) else " "


def _kanji_number(text: str) -> int:
    """Read ``十二`` as 12."""
    total = digit = 0
    for char in text.translate(str.maketrans("壱弐参拾", "一二三十")):
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = "一二三四五六七八九".index(char) + 1
    return total + digit


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" -~.")
