"""What the decoder library on this machine can do."""

from __future__ import annotations

import av
import av.codec

COMMON_CODECS = ("h264", "hevc", "av1", "vp9", "mpeg2video", "mpeg4", "vc1")


def decoder_versions() -> dict[str, str]:
    """Give the versions of PyAV and of the FFmpeg libraries that it brings."""
    versions = {"PyAV": av.__version__}
    versions |= {name: ".".join(map(str, version)) for name, version in av.library_versions.items()}
    return versions


def missing_decoders() -> tuple[str, ...]:
    """List the common codecs that cannot be decoded here."""
    return tuple(name for name in COMMON_CODECS if not _can_decode(name))


def _can_decode(name: str) -> bool:
    try:
        av.codec.Codec(name, "r")
    except (av.codec.codec.UnknownCodecError, ValueError):
        return False
    return True
