"""What the Django admin of every record shares.

An administrator sees there the records of their own authorities alone, changes them through the same actions as every
page (so that the same events stand in the history, with "admin" as their door), and deletes nothing.
"""

from kpa_tracker.base.toolkit.admin.forms import DueAdminForm, RecordAdminForm
from kpa_tracker.base.toolkit.admin.inlines import PartStackedInline, PartTabularInline
from kpa_tracker.base.toolkit.admin.records import ReadingAdmin, RecordAdmin, Verbs

__all__ = [
    "DueAdminForm",
    "PartStackedInline",
    "PartTabularInline",
    "ReadingAdmin",
    "RecordAdmin",
    "RecordAdminForm",
    "Verbs",
]
