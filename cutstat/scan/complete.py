"""What a track lacks of what this version measures."""

from __future__ import annotations

from cutstat.core.making import MakingParts
from cutstat.sound.voices import is_installed


def missing_parts(kept: MakingParts, *, audio: str = "") -> tuple[str, ...]:
    """Say what decoding the video again would add to what is kept, as phrases; empty if nothing.

    Parameters
    ----------
    kept : MakingParts
        Of this version of the program or of another one.
    audio : str
        Language or title of the sound that is wanted; by default what was listened to is right.
    """
    missing: list[str] = []
    if kept.drawings is None:
        missing.append("drawings")
    sound = kept.sound
    if sound is None:
        missing.append("sound")
    elif audio and sound.stream is not None and sound.stream.asked.casefold() != audio.casefold():
        missing.append(f"the sound {audio!r}")
    elif sound.is_heard and not sound.model and is_installed():
        missing.append("voices and music")
    if not all(one.keeps_styles for one in kept.subtitles):
        missing.append("styles of subtitles")
    return tuple(missing)
