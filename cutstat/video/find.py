"""Find the episode files that a user means by files, folders and globs."""

from __future__ import annotations

import glob
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cutstat.core.episodes import EpisodeFile
from cutstat.core.segments import SegmentOverride
from cutstat.errors import InputError
from cutstat.video.manifest import MANIFEST_NAME, Manifest, load_manifest, plain_path
from cutstat.video.names import parse_name
from cutstat.video.siblings import read_siblings

_VIDEO = """
    mkv mk3d webm mp4 m4v f4v mov qt 3gp 3g2 avi divx xvid ogm ogv wmv asf flv rm rmvb
    ts m2ts mts m2t trp tp mpg mpeg mpe m1v m2v mpv vob evo mod tod dv mxf nut ivf wtv
    h264 264 avc h265 265 hevc obu y4m amv
"""
VIDEO_SUFFIXES = frozenset(f".{suffix}" for suffix in _VIDEO.split())
"""What FFmpeg opens as a video."""

COMMON_SUFFIXES = (".avi", ".mkv", ".mp4", ".ts", ".webm")
"""Those of them that are named where a folder holds none."""

_BESIDE = """
    ass ssa srt vtt sub idx sup smi mks txt nfo md pdf html htm xml json toml yaml yml csv tsv
    log edl otio fcpxml ini url lnk torrent sfv md5 sha1 sha256 crc par2 jpg jpeg png gif webp
    bmp svg tif tiff avif psd flac mp3 m4a mka aac ac3 dts eac3 ogg oga opus wav wv ape tak cue
    m3u m3u8 pls zip rar 7z gz xz tar ttf otf ttc woff woff2 db sqlite npz py sh bat exe ifo bup
    bdmv mpls clpi ffindex lwi index dat
"""
BESIDE_SUFFIXES = frozenset(f".{suffix}" for suffix in _BESIDE.split())
"""What lies beside videos and is none; it is passed over without a word."""

LARGE_BYTES = 2**20
"""A file without a suffix that is larger may be a video; smaller ones are notes and licences."""

UNFINISHED_SUFFIXES = frozenset({".part", ".crdownload", ".!qb", ".!ut", ".download", ".aria2"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """The episode files in natural order, and what was left out."""

    files: tuple[EpisodeFile, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path
    root: Path | None


def find_episodes(
    paths: Sequence[str | Path], *, manifest: Manifest | None = None, series: str | None = None
) -> Found:
    """Find episode files and read their names.

    Parameters
    ----------
    paths : sequence of str or Path
        Files (taken whatever they are called), folders (searched with all below them for video
        files; hidden ones are passed over) and globs.
    manifest : Manifest, optional
        What the user says about names. By default each ``cutstat.toml`` in the folder of a file
        or above it, of which the nearest has the last word.
    series : str, optional
        Title of the series for all files, whatever their names say.

    Raises
    ------
    InputError
        If a path does not exist, a glob matches nothing or a folder holds no video; if the title is
        empty.
    """
    if series is not None and not series.strip():
        raise InputError(f"a series needs a title, and {series!r} is empty")
    skipped: list[Skipped] = []
    candidates: dict[str, _Candidate] = {}
    for path in paths:
        for candidate in _expand(path, skipped):
            candidates.setdefault(os.path.realpath(candidate.path), candidate)
    paths_found = [candidate.path for candidate in candidates.values()]
    manifests = [manifest] if manifest else _manifests_over(paths_found)
    files = [_named(candidate, manifests) for candidate in candidates.values()]
    excluded = [file for file in files if any(m.excludes(file.path) for m in manifests)]
    skipped += [Skipped(file.path, f"left out by {MANIFEST_NAME}") for file in excluded]
    files = [file for file in files if file not in excluded]
    said = [file for file in files if any(manifest.says(file.path) for manifest in manifests)]
    files = [*said, *read_siblings([file for file in files if file not in said])]
    if series is not None:
        files = [
            replace(file, name=replace(file.name, series=series), series_from="option")
            for file in files
        ]
    files, superseded = _newest_versions(files)
    files.sort(
        key=lambda file: (
            natural_key(file.name.series),
            file.name.order[:-1],
            natural_key(file.name.title or ""),
            natural_key(file.path.name),
        )
    )
    return Found(tuple(files), tuple(skipped + superseded))


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Give a key that sorts ``2`` before ``10``, ignoring case."""
    parts = re.findall(r"\d+|\D+", text.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def _expand(path: str | Path, skipped: list[Skipped]) -> list[_Candidate]:
    """Give the files that one argument means."""
    if not str(path):
        raise InputError("an empty path was given; name a file, a folder or a pattern")
    place = Path(path)
    try:
        if place.is_dir():
            return _in_folder(place, skipped)
        if place.is_file() or place.is_symlink():
            return [_Candidate(place, None)]
        if place.exists():
            raise InputError(f"{path}: neither a file nor a folder; name a video file")
        matches = sorted(glob.glob(_pattern(place), recursive=True), key=natural_key)  # noqa: PTH207 - absolute patterns too
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    if not matches:
        is_pattern = glob.has_magic(str(path))
        what = "no file matches this pattern" if is_pattern else "no such file or folder"
        raise InputError(f"{path}: {what}; check the path")
    found: list[_Candidate] = []
    for match in map(Path, matches):
        if match.is_dir():
            found += _in_folder(match, skipped)
        elif match.suffix.lower() in VIDEO_SUFFIXES:
            found.append(_Candidate(match, None))
        elif match.suffix.lower() not in BESIDE_SUFFIXES:
            skipped.append(Skipped(match, _no_video(match.suffix.lower()) or ""))
    if not found:
        raise InputError(f"{path}: none of the {len(matches)} files that match is a video file")
    return found


def _pattern(place: Path) -> str:
    """Escape the folders that are there, so that ``[Group] Show/*.mkv`` finds its folder."""
    for folder in place.parents:
        if folder.is_dir():
            return str(Path(glob.escape(str(folder)), place.relative_to(folder)))
    return str(place)


def _in_folder(folder: Path, skipped: list[Skipped]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for path in _walk(folder, skipped):
        suffix = path.suffix.lower()
        if suffix in BESIDE_SUFFIXES or (not suffix and not _is_large(path)):
            continue
        reason = _unusable(path) or _no_video(suffix)
        if reason:
            skipped.append(Skipped(path, reason))
        else:
            found.append(_Candidate(path, folder))
    if not found and not any(folder in skip.path.parents for skip in skipped):
        raise InputError(
            f"{folder}: holds no video files; looked for {', '.join(COMMON_SUFFIXES)} and "
            f"{len(VIDEO_SUFFIXES) - len(COMMON_SUFFIXES)} other endings"
        )
    return found


def _walk(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """Give all files below a folder in natural order; links to folders are not followed."""

    def note(error: OSError) -> None:
        skipped.append(Skipped(Path(error.filename), f"cannot be read ({error.strerror})"))

    for place, folders, names in os.walk(folder, onerror=note):
        for name in folders:
            if (link := Path(place) / name).is_symlink() and not name.startswith("."):
                skipped.append(Skipped(link, "a link to a folder; name it itself to have it read"))
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=natural_key)
        for name in sorted(names, key=natural_key):
            if not name.startswith("."):
                yield Path(place) / name


def _no_video(suffix: str) -> str | None:
    """Say why a file of this suffix is passed over in a folder; None if it is read."""
    if suffix in VIDEO_SUFFIXES:
        return None
    if suffix in UNFINISHED_SUFFIXES:
        return "a download that is not finished"
    return f"{suffix or 'no suffix'} is not known as a video; name the file itself to have it read"


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size > LARGE_BYTES
    except OSError:
        return False


def _unusable(path: Path) -> str | None:
    if not path.exists():
        return "a link that leads nowhere"
    try:
        if path.stat().st_size == 0:
            return "the file is empty (0 bytes)"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return None if os.access(path, os.R_OK) else "no permission to read it"


def _manifests_over(files: Sequence[Path]) -> list[Manifest]:
    """Read the manifests that lie beside files or above them, the nearest last."""
    folders = {folder for file in files for folder in plain_path(file).parents}
    beside = [folder / MANIFEST_NAME for folder in folders]
    found = [path for path in beside if path.is_file()]
    return [load_manifest(path) for path in sorted(found, key=lambda path: (len(path.parts), path))]


def _named(candidate: _Candidate, manifests: Sequence[Manifest]) -> EpisodeFile:
    path = candidate.path
    reading = parse_name(path.absolute(), root=(candidate.root or path.parent).absolute())
    name, doubts = reading.name, reading.doubts
    for manifest in manifests:
        name = manifest.rename(path, name)
        doubts = () if manifest.says(path) else doubts
    is_said = any(manifest.says_series(path) for manifest in manifests)
    segments = _said_segments(path, manifests)
    return EpisodeFile(path, name, doubts, "manifest" if is_said else "name", segments)


def _said_segments(path: Path, manifests: Sequence[Manifest]) -> tuple[SegmentOverride, ...]:
    """Give what manifests say of a file's segments; of one kind, what the last of them says."""
    valid: tuple[SegmentOverride, ...] = ()
    for manifest in manifests:
        said = manifest.segment_overrides(path)
        kinds = {one.kind for one in said}
        valid = (*(one for one in valid if one.kind not in kinds), *said)
    return valid


def _newest_versions(files: list[EpisodeFile]) -> tuple[list[EpisodeFile], list[Skipped]]:
    """Keep the highest release version of each episode; say where two files claim the same one."""
    claims: dict[tuple[object, ...], list[EpisodeFile]] = defaultdict(list)
    for file in files:
        name = file.name
        title = None if name.number is not None else name.title
        claims[name.series, name.role, name.season or 1, name.number, title].append(file)
    kept: list[EpisodeFile] = []
    skipped: list[Skipped] = []
    for rivals in claims.values():
        newest = max(map(_version, rivals))
        best = [file for file in rivals if _version(file) == newest]
        for file in rivals:
            if file not in best:
                skipped.append(Skipped(file.path, f"version {newest} of this episode is there too"))
        if len(best) > 1:
            doubt = f"{len(best)} files claim to be {best[0].name.series} {best[0].name.label}"
            best = [replace(file, doubts=(*file.doubts, doubt)) for file in best]
        kept += best
    return kept, skipped


def _version(file: EpisodeFile) -> int:
    """Give the release version; a file without one is the first."""
    return 1 if file.name.version is None else file.name.version
