"""What a publication says of itself to machines: a schema.org Dataset."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from kpa_tracker.interfaces.publication.content import PlanDocument
from kpa_tracker.interfaces.publication.site.answers import absolute
from kpa_tracker.interfaces.publication.site.shelf import ToTake

if TYPE_CHECKING:
    from kpa_tracker.interfaces.publication.site.plans import Here

ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
"""As Django's json_script has them: nothing that somebody wrote ends the block that it stands in."""


def dataset_of(here: Here, document: PlanDocument, files: list[ToTake]) -> SafeString:
    """Return a publication as JSON-LD, to stand in its page as it is."""
    said = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{document.title}, publication {here.issue.number}",
        "description": f"{document.title} of {document.authority}: {document.period}. {document.state}.",
        "url": absolute(here.canonical),
        "identifier": absolute(here.own),
        "version": str(here.issue.number),
        "datePublished": here.issue.public_from.isoformat(),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": document.authority, "url": absolute(here.home)},
        "distribution": [distribution(here, file) for file in files],
    }
    return SafeString(json.dumps(said, ensure_ascii=False).translate(ESCAPED))


def distribution(here: Here, file: ToTake) -> dict[str, Any]:
    licence = {"license": file.licence.address} if file.licence else {}
    return {
        **licence,
        "@type": "DataDownload",
        "name": file.name,
        "contentUrl": absolute(f"{here.own}{file.name}"),
        "encodingFormat": file.media_type.partition(";")[0],
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
