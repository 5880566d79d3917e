"""What the title of a chapter means: the words that releases use for the parts of an episode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from cutstat.core.segments import SegmentKind

LONGEST_TITLE = 200
"""Characters that are looked at: what a part is called stands at the begin of a title."""

_THINGS = """
    theme, theme song, song, credits, credit, titles, title, sequence, animation, movie, video,
    テーマ, テーマ曲, テーマソング, 主題歌, 曲, 映像, アニメ, アニメーション, ムービー, クレジット
"""
"""What an opening or ending consists of: with each of them, the names below mean the same."""

_WITH_THINGS: Mapping[SegmentKind, str] = {
    "opening": "opening, op, NCOP, NC opening, オープニング",
    "ending": "ending, ed, NCED, NC ending, outro, closing, エンディング",
}

_CLEAR: Mapping[SegmentKind, str] = {
    "opening": """
        opening, op, NCOP, NC opening, オープニング, title sequence, 片头, 片頭, 片头曲, 片頭曲,
        오프닝, опенинг, Vorspann, générique de début, générique début, générique d'ouverture,
        sigla iniziale, sigla di apertura, sigla d'apertura, sigla di testa, titoli di testa,
        créditos iniciales, créditos iniciais, cabecera, tema de apertura, tema de abertura,
        заставка, начальная заставка, начальные титры, czołówka, napisy początkowe, açılış,
        openingsleader, indledning, alkutekstit, lời mở đầu, 主题曲, 主題曲
    """,
    "ending": """
        ending, ed, NCED, NC ending, エンディング, outro, end credits, end titles, end title,
        end theme, end theme song, end song, end sequence, end roll, ending roll, credit roll,
        credits roll, end credits roll, end credit roll, staff roll, staff credits, エンドロール,
        エンドクレジット, スタッフロール, 片尾, 片尾曲, 엔딩, эндинг, Abspann, Nachspann,
        générique de fin, générique fin, sigla finale, sigla di chiusura, sigla di coda,
        titoli di coda, créditos finales, créditos finais, tema de cierre, tema de encerramento,
        encerramento, конечные титры, финальные титры, конечная заставка, tyłówka,
        napisy końcowe, kapanış, aftiteling, lopputekstit
    """,
    "preview": """
        preview, previews, preview for episode, preview of episode, next prev, prev next,
        episode preview, next ep preview, next preview, next episode, next episode preview,
        next episode teaser, next episode trailer, next ep, next time, next time preview, next week,
        preview of next episode, preview of the next episode, preview for next episode, yokoku,
        jikai yokoku, 予告, 予告編, 次回, 次回予告, 次回予告編, 预告, 預告, 下集预告, 下集預告,
        下回预告, 下回預告, 예고, 예고편, 다음 화 예고, 다음 회 예고, превью, анонс,
        следующая серия, в следующей серии, анонс следующей серии, zapowiedź, następny odcinek,
        sonraki bölüm, 下一话预告, 下一話預告, 下话预告, 次回预告, Vorschau,
        nächste Folge, aperçu, prochain épisode, avance, avances, próximo episodio,
        próximo capítulo, próximamente, prévia, anteprima, anticipazioni, prossimo episodio,
        prossimamente
    """,
    "eyecatch": """
        eyecatch, eyecatcher, eyecatches, アイキャッチ, 아이캐치, bumper, bumpers, CM bumper,
        ad bumper, commercial bumper
    """,
    "recap": """
        recap, recapitulation, previously, previously on, last time on, what happened before,
        ранее, в предыдущих сериях, в предыдущей серии, краткое содержание, w poprzednim odcinku,
        önceki bölüm, 지난 이야기, 前情回顾, 前情回顧, 上集回顾, 上集回顧,
        previous episode, previous episode recap, story so far,
        the story so far, 前回, 前回まで, 前回までのあらすじ, 前回のあらすじ, 前回のお話,
        これまでのあらすじ, これまでのお話, 前情提要, Rückblick, was bisher geschah, précédemment,
        résumé de l'épisode précédent, dans l'épisode précédent, anteriormente, previamente,
        en el episodio anterior, riassunto, riepilogo, nelle puntate precedenti,
        nell'episodio precedente
    """,
    "card": """
        title card, title cards, title screen, title call, title logo, episode title,
        episode title card, subtitle, subtitle card, end card, end cards, card, サブタイトル,
        タイトルカード, タイトルコール, タイトルロゴ, エンドカード, Titelkarte, carton,
        carton titre, sponsor, sponsors, sponsorship, sponsor card, sponsor credits, sponsor screen,
        スポンサー, 提供, 提供クレジット, 提供バック, 提供画面, logo, logos, opening logo,
        studio logo, studio logos, company logo, company logos, production logo, production logos,
        distributor logo, network logo, ロゴ, FBI warning, copyright warning, copyright notice,
        disclaimer
    """,
    "body": """
        avant, avan, avant title, avan title, アバン, アバンタイトル, アバンパート, cold open,
        cold opening, pre-opening, before opening, before the opening, before OP, pre-credits,
        pre-credits scene, pre-credits sequence, pre-title sequence, post-credits,
        post-credits scene, post-credit scene, mid-credits scene, after credits, after the credits,
        stinger, epilogue, epilog, エピローグ, épilogue, epílogo
    """,
}
"""Names in any spelling: case, accents, spaces and hyphens make no difference."""

_VAGUE: Mapping[SegmentKind, str] = {
    "opening": """
        introduction, introducción, introduzione, introdução, Einleitung, イントロ,
        イントロダクション, titles, main title, main titles, theme, theme song, main theme,
        main theme song, 主題歌, テーマ曲, テーマソング, générique, sigla, ouverture, apertura,
        abertura
    """,
    "ending": "credits, credit, closing, créditos, crediti, クレジット, титры, cierre",
    "preview": "next, NEP, PV, trailer, bande-annonce",
    "recap": """
        summary, last time, last episode, あらすじ, Zusammenfassung, résumé, resumen, resumo
    """,
    "card": "title, タイトル, Titel, titre, título, titolo, warning",
    "body": "prologue, prolog, プロローグ, prólogo, teaser",
}
"""Names that mean other things elsewhere: an introduction may be the first part of the story, and
credits stand at both ends."""

_FREE_ENDED: Mapping[SegmentKind, str] = {
    "preview": "next time on, next on, Vorschau auf, aperçu de, aperçu du, avance de, avance del",
    "recap": """
        previously on, previously in, recap of, last time on, précédemment dans, anteriormente en
    """,
}
"""What is followed by the name of a show or an episode."""

_LABEL = r"(?:[a-h]|\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six)"
_PART = re.compile(
    rf"""(?x) part[\s.-]+{_LABEL} (?:\sof\s\d)? | part(?:[a-d]|\d\d?) | [a-d][\s-]part
    | [a-d]\s?(?:パート|파트) | (?:パート|파트)\s?(?:[a-d]|\d)
    | (?:act|akt|acte|acto|atto) [\s.-]+ {_LABEL} | act\d
    | (?:parte|partie|teil|segment|часть) [\s.-]+ {_LABEL}
    | (?:1st|2nd|3rd|4th|first|second|third|fourth|last|final) [\s-] (?:part|half|act)
    | [前後](?:半|編)(?:パート)? | 中編 | 本編\s?(?:[a-d]|\d\d?|前半|後半)?(?:パート)?
    | 正片 | [上下]半 | 본편 | feature | episode | body
    | main (?:\s(?:part|story|program(?:me)?|feature|content|episode))? (?:\s{_LABEL})?"""
)

_COUNT = re.compile(
    r"""(?x) (?: (?: (?:chapter|chap|ch|kapitel|chapitre|capitulo|capitolo|チャプター|episode|ep
    |folge|episodio) [\s.\#]*\d{1,3} | 第\d{1,3}[章話回集] | \d{1,3} )
    (?:\s*[.):~|\u2010-\u2015-]|\s) \W* )+"""
)
"""The count before a name: ``01.``, ``Chapter 2 -``."""

_VERSION = re.compile(
    r"""(?x) (?:jp|jpn|ja|japanese|en|eng|english|us|official|original|clean|creditless|textless
    |non-?credits?|non-?telop|new|first|second|third|1st|2nd|3rd|\dth|mixed|alternate|alternative
    |alt|full|short|broadcast|web|bd|dvd) [\s:-]+
    | (?:tv|ノンクレジット|ノンテロップ|新|ノンテロ) [\s:・-]*"""
)
"""Which of several openings or endings it is."""

_NUMBER = re.compile(
    r"""(?x) (?: [\s.\#-]* (?:no\.?\s*)? \d{1,2} [a-e]? (?:\s?v\d)? | \s (?:[ivx]{1,4} | [a-d]) )?
    (?: \s? (?:start|begin)s? )? $"""
)
"""The number behind a name, and the word of a mark at which it starts."""

_END = re.compile("ends?|ended|ende|fin|fine|finish(?:ed)?|over|stops?|終了?|終わり")
"""The word of a mark at which a segment ends: what begins there is something else."""

_NUMBERED_SONG = re.compile(r"^((?:nc)?(?:op|ed)\s?\d{1,2})\s(?=[^\W\d])")
_SET_OFF = re.compile(
    r"""(?x) \s*(?P<sign>[:/+&~|\u2010-\u2015•·♪»])\s* | \s+-+\s* | -+\s+ | (?<!no)\.\s+
    | \s*(?P<quote>["“”„«「『(\[{)\]}」』<])\s* | \s(?P<mark>')"""
)
"""What sets a name off from a song or another name."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a title says."""

    kind: SegmentKind
    is_vague: bool = False
    is_part: bool = False


def kind_of_title(title: str) -> SegmentKind | None:
    """Tell which kind of segment the title of a chapter names.

    Parameters
    ----------
    title : str
        As it stands in the file, in any case and width, with its count and the name of a song.

    Returns
    -------
    SegmentKind or None
        None if the title is free text or a bare count, if it names two kinds, or if it is a mark
        at which a segment ends.

    Examples
    --------
    >>> kind_of_title("02. OP1 「Song」"), kind_of_title("The opening of the gate")
    ('opening', None)
    """
    meaning = _read(_plain(title))
    return meaning.kind if meaning else None


def is_part(title: str) -> bool:
    """Tell whether a title names a part of the programme (``Part A``); all of them are body."""
    meaning = _read(_plain(title))
    return meaning is not None and meaning.is_part


def is_vague(title: str) -> bool:
    """Tell whether `kind_of_title` read a name that has other uses too, and wants more proof."""
    meaning = _read(_plain(title))
    return meaning is not None and meaning.is_vague


def _plain(title: str) -> str:
    """Give a title in lower case, full-width letters plain, without accents and ornaments."""
    text = unicodedata.normalize("NFKC", title[:LONGEST_TITLE]).casefold().replace("_", " ")
    # Accents alone: voiced sound marks tell Japanese syllables apart.
    text = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", text))
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).replace("’", "'")
    return re.sub(r"^\W+|\W+$", "", text)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s.・-]+", "", text)


def _phrases(text: str) -> list[str]:
    return [_squeezed(_plain(phrase)) for phrase in text.split(",") if phrase.strip()]


def _dictionary() -> dict[str, _Meaning]:
    """Give the meaning of every name, squeezed."""
    names: dict[str, _Meaning] = {}
    for kind, words in _VAGUE.items():
        names |= {name: _Meaning(kind, is_vague=True) for name in _phrases(words)}
    things = _phrases(_THINGS)
    names |= {f"intro{thing}": _Meaning("opening", is_vague=True) for thing in ["", *things]}
    for kind, words in _WITH_THINGS.items():
        names |= {base + thing: _Meaning(kind) for base in _phrases(words) for thing in things}
    for kind, words in _CLEAR.items():
        names |= {name: _Meaning(kind) for name in _phrases(words)}
    return names | {name: _Meaning("body", is_vague=True, is_part=True) for name in "abcd"}


_NAMES = _dictionary()
_BEGINNINGS = tuple(
    (f"{_plain(beginning)} ", _Meaning(kind))
    for kind, words in _FREE_ENDED.items()
    for beginning in words.split(",")
)


def _read(text: str) -> _Meaning | None:
    """Read a plain title: its name, and whether what follows lets the name stand."""
    if counted := _COUNT.match(text):
        text = text[counted.end() :]
    for beginning, meaning in _BEGINNINGS:
        if text.startswith(beginning):
            return meaning
    text = _NUMBERED_SONG.sub(r"\1: ", text)
    end = _SET_OFF.search(text)
    name = _read_name(text[: end.start()] if end else text)
    if name is None or end is None:
        return name
    return name if _stands(name, sign=end, tail=text[end.end() :]) else None


def _read_name(name: str) -> _Meaning | None:
    """Read a name that stands alone, with its number and version."""
    if _PART.fullmatch(name):
        return _Meaning("body", is_part=True)
    if whole := _NAMES.get(_squeezed(name)):
        return whole
    bare = _NUMBER.sub("", name, count=1)
    meaning = _NAMES.get(_squeezed(bare))
    if meaning is None and (version := _VERSION.match(bare)):
        meaning = _NAMES.get(_squeezed(bare[version.end() :]))
        return meaning if meaning and meaning.kind in ("opening", "ending") else None
    is_disc_title = meaning is not None and meaning.kind == "card" and meaning.is_vague
    return None if is_disc_title else meaning  # programs that copy discs call all files "Title 01"


def _stands(name: _Meaning, *, sign: re.Match[str], tail: str) -> bool:
    """Tell whether a name stands before what follows it: names of two kinds say nothing."""
    quote = sign["quote"] or ""
    if _END.fullmatch(tail) and quote in ("", *"([{<"):
        return False
    second = _read(tail)
    if sign["sign"] in ("+", "&"):
        return second is not None and second.kind == name.kind
    if second is None or quote or sign["mark"]:
        return True
    return second.kind == name.kind or (second.is_vague and not name.is_vague)  # a song: "Prologue"
