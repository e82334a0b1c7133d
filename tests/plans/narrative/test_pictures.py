from __future__ import annotations

import pytest

from plans.narrative import picture_faults


@pytest.mark.parametrize("text", ["", "No picture.", "![](picture:crime)", "a\n\n![](picture:crime)\n\nb"])
def test_a_picture_of_the_plan_is_placed(text):
    assert list(picture_faults(text, {"crime"})) == []


def test_a_picture_that_there_is_not_is_named():
    assert list(picture_faults("![](picture:crime)\n\n![](picture:other)", {"crime"})) == [
        "![](picture:other) places nothing: the plan has no picture of this name."
    ]


def test_a_picture_in_a_sentence_is_named():
    (fault,) = picture_faults("See ![](picture:crime).", {"crime"})
    assert fault.startswith("“![](picture:crime)” places nothing: a picture stands on a line of its own")
