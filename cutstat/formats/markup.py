"""XML from outside, which may be hostile."""

from __future__ import annotations

from xml.etree import ElementTree as ET
from xml.parsers import expat

from cutstat.formats.listing import Listing


def has_root(listing: Listing, *names: str) -> bool:
    """Whether a document begins like XML and has one of these elements near its begin."""
    head = listing.text[:4000]
    return head.lstrip().startswith("<") and any(f"<{name}" in head for name in names)


def parse_xml(listing: Listing) -> ET.Element:
    """Parse a document in the encoding that it declares.

    Entities, which could grow without bounds or name other files, are refused.

    Raises
    ------
    ValueError
        If it is damaged, or has an entity.
    """

    def refuse(name: str, *_: object) -> None:
        raise ValueError(f"it has the entity {name[:40]!r}, which lists need none of; remove it")

    builder = ET.TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(listing.data, True)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"the XML is damaged: {error}") from error
    return builder.close()
