"""What programs that read pages are told of them, in the words of schema.org."""

from typing import Any

from tracker.exports.columns import Column
from tracker.models import Commitment, Passage
from tracker.selectors.site import Site

CONTEXT = "https://schema.org"


def dataset(
    site: Site, address: str, files: list[tuple[str, str]], columns: list[Column]
) -> dict[str, Any]:
    """The record as a whole: https://schema.org/Dataset. `files` are addresses with media types."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": site.title,
        "description": site.description,
        "url": address,
        "isAccessibleForFree": True,
        "variableMeasured": [
            {"@type": "PropertyValue", "name": c.name, "description": str(c.meaning)} for c in columns
        ],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": url, "encodingFormat": media} for url, media in files
        ],
    }  # fmt: skip
    if site.licence_url:
        found["license"] = site.licence_url
    if site.data_to:
        found["dateModified"] = site.data_to.isoformat()
    return found


def quotations(commitment: Commitment, passages: list[Passage], site_url: str) -> dict[str, Any]:
    """The words a commitment rests on: https://schema.org/Quotation."""
    return {
        "@context": CONTEXT,
        "@type": "WebPage",
        "name": f"{commitment.code} {commitment.title}",
        "url": site_url + commitment.get_absolute_url(),
        "mainEntity": [_quotation(passage, site_url) for passage in passages],
    }


def _quotation(passage: Passage, site_url: str) -> dict[str, Any]:
    source = passage.capture.source
    of: dict[str, Any] = {"@type": "CreativeWork", "name": source.title}
    address = source.url or source.located_url
    if address.startswith(("https://", "http://")):
        of["url"] = address
    if source.publisher:
        of["publisher"] = {"@type": "Organization", "name": source.publisher}
    return {
        "@type": "Quotation",
        "text": passage.exact,
        "inLanguage": passage.language,
        "url": site_url + passage.get_absolute_url(),
        "isPartOf": of,
    }
