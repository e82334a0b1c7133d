"""What all forms share: how they look, text without control characters, dates as people write them.

`{{ form }}` gives the markup of GOV.UK Frontend for every Django form. A form says more about itself with attributes:

    class UpdateForm(PlainForm):
        fieldsets = [("Where it stands", ["stage", "rating"]), ("In your words", ["done", "next"])]
        shown_when = {"cause": ("rating", "amber red"), "recovery": ("rating", "amber red")}

`shown_when` names the question and the answers that need a field; the server still decides what it refuses without.
"""

from kpa_tracker.base.toolkit.forms.fields import (
    DATE_HINT,
    NUMBER,
    DayField,
    PartialDateFormField,
    RatingField,
    RecordsField,
)
from kpa_tracker.base.toolkit.forms.looks import GovukField, GovukRenderer, Option
from kpa_tracker.base.toolkit.forms.plain import Plain, PlainForm, PlainModelForm
from kpa_tracker.base.toolkit.forms.rows import SeenRowsField, versions_in, versions_of
from kpa_tracker.base.toolkit.forms.text import clean_data, clean_typed

__all__ = [
    "DATE_HINT",
    "NUMBER",
    "DayField",
    "GovukField",
    "GovukRenderer",
    "Option",
    "PartialDateFormField",
    "Plain",
    "PlainForm",
    "PlainModelForm",
    "RatingField",
    "RecordsField",
    "SeenRowsField",
    "clean_data",
    "clean_typed",
    "versions_in",
    "versions_of",
]
