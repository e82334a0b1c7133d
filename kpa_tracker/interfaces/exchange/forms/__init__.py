"""The questions of an import: which file, what its columns are, what it leaves open, what to take over."""

from kpa_tracker.interfaces.exchange.forms.columns import ColumnsForm, HeadingsForm
from kpa_tracker.interfaces.exchange.forms.measures import (
    MeasureColumnsForm,
    MeasuresSeenForm,
    MeasureUploadForm,
    OwnersForm,
    TableHeadingsForm,
)
from kpa_tracker.interfaces.exchange.forms.plans import ConfirmForm, NothingToSay, SeenForm, UploadForm
from kpa_tracker.interfaces.exchange.forms.questions import QuestionsForm, choice_words, waiting_names
from kpa_tracker.interfaces.exchange.forms.readings import ReadingForm
from kpa_tracker.interfaces.exchange.forms.registers import RegisterColumnsForm, RegisterNamesForm, RegisterUploadForm

__all__ = [
    "ColumnsForm",
    "ConfirmForm",
    "HeadingsForm",
    "MeasureColumnsForm",
    "MeasureUploadForm",
    "MeasuresSeenForm",
    "NothingToSay",
    "OwnersForm",
    "QuestionsForm",
    "ReadingForm",
    "RegisterColumnsForm",
    "RegisterNamesForm",
    "RegisterUploadForm",
    "SeenForm",
    "TableHeadingsForm",
    "UploadForm",
    "choice_words",
    "waiting_names",
]
