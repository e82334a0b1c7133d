"""GOV.UK Frontend's own examples, to hold our markup against."""

from __future__ import annotations

import json

from django.conf import settings
from django.test.html import parse_html

COMPONENTS = settings.BASE_DIR / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"


def official(component, example="default", *differences):
    """Return the HTML of one of its examples with our known differences: (theirs, ours)."""
    examples = json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    html = next(one["html"] for one in examples if one["name"] == example)
    for theirs, ours in differences:
        assert theirs in html
        html = html.replace(theirs, ours)
    return html


def same(one, other):
    """Whether two pieces of HTML are the same elements, attributes and words."""
    return parse_html(one) == parse_html(other)
