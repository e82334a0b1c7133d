"""What the API says of each kind of record: one class a kind, whose fields and types the OpenAPI document is made of.

Each makes itself of a loaded record with `of`, and asks the database nothing.
"""

from kpa_tracker.interfaces.api.shapes.bodies import Authority, Committee, Meeting, Post
from kpa_tracker.interfaces.api.shapes.common import Answer, Listed
from kpa_tracker.interfaces.api.shapes.deliverables import Deliverable, Update
from kpa_tracker.interfaces.api.shapes.inspections import Inspection, Recommendation
from kpa_tracker.interfaces.api.shapes.measures import Measure, Result, Target
from kpa_tracker.interfaces.api.shapes.plans import Ambition, Descriptor, Period, Plan
from kpa_tracker.interfaces.api.shapes.risks import Risk

__all__ = [
    "Ambition",
    "Answer",
    "Authority",
    "Committee",
    "Deliverable",
    "Descriptor",
    "Inspection",
    "Listed",
    "Measure",
    "Meeting",
    "Period",
    "Plan",
    "Post",
    "Recommendation",
    "Result",
    "Risk",
    "Target",
    "Update",
]
