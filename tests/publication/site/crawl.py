"""The whole public site, as somebody reads it who follows every link."""

from __future__ import annotations

import html
import re
from collections import deque
from urllib.parse import urljoin, urlsplit

from django.conf import settings

LINK = re.compile(r"""(?:href|content|loc|contentUrl)["']?[=>: ]+["']?((?:https?://[^/"'<> ]+)?/[^"'<> #]*)""")
STARTS = ("/public/", "/public/sitemap.xml", "/robots.txt")


def links_in(answer, address):
    """Return where a page leads to on this site: its links, its metadata, what a feed or a map of the site names."""
    if answer["Content-Type"].startswith(("application/pdf", "application/zip", "text/csv")):
        return []
    found = LINK.findall(html.unescape(answer.content.decode()))
    whole = {urljoin(address, one.removeprefix(settings.SITE_URL)) for one in found}
    return sorted(one for one in whole if not urlsplit(one).netloc and one.startswith("/public/"))


def crawl(client, starts=STARTS):
    """Return every answer of the public site by its address."""
    found, waiting = {}, deque(starts)
    while waiting:
        address = waiting.popleft()
        if address in found:
            continue
        found[address] = answer = client.get(address)
        waiting.extend(links_in(answer, address))
    return found


def bodies(answers):
    """Return what was said, word for word, with what a cache is told."""
    headers = ("Content-Type", "ETag", "Last-Modified", "Cache-Control", "Content-Disposition")
    return {
        address: (answer.status_code, answer.content, [answer.get(name) for name in headers])
        for address, answer in answers.items()
    }
