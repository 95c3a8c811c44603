"""Status changes in, a feed out: Atom (RFC 4287) or JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed

ATOM_TYPE, JSON_TYPE = "application/atom+xml; charset=utf-8", "application/feed+json"

# What XML 1.0 has no place for: https://www.w3.org/TR/xml/#charsets.
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """One status change; its permanent address is what tells it from others. `recorded_at` is in UTC."""

    title: str
    address: str
    text: str
    recorded_at: datetime


@dataclass(frozen=True)
class Feed:
    """What it is called and is about, the page of the same, its own address, and its entries, the latest first."""

    title: str
    site: str
    page: str
    address: str
    entries: Sequence[Entry]
    licence: str = ""


def atom(feed: Feed) -> str:
    """The feed as XML."""
    made = Atom1Feed(
        title=feed.title, link=feed.page, description="", feed_url=feed.address,
        author_name=feed.site, feed_copyright=feed.licence or None, language="en",
    )  # fmt: skip
    for entry in feed.entries:
        title, text = (_UNSPEAKABLE.sub("\ufffd", words) for words in (entry.title, entry.text))
        made.add_item(
            title=title, link=entry.address, description=text, unique_id=entry.address,
            pubdate=entry.recorded_at, updateddate=entry.recorded_at,
        )  # fmt: skip
    return str(made.writeString("utf-8"))


def json_feed(feed: Feed) -> str:
    """The feed as JSON."""
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "authors": [{"name": feed.site}],
        "language": "en",
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(found, ensure_ascii=False, indent=1)


def _item(entry: Entry) -> dict[str, str]:
    return {
        "id": entry.address,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": entry.recorded_at.isoformat(),
    }
