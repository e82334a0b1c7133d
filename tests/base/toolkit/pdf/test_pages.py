"""A file that remembers its list of pages has the same list."""

from __future__ import annotations

import pydyf
import pytest

from kpa_tracker.base.toolkit.pdf.pages import pages_listed_once


def with_pages(number):
    pdf = pydyf.PDF()
    for _ in range(number):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    return pdf


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_list_of_pages_is_the_same(number):
    pdf = with_pages(number)
    honest = pdf.page_references
    with pages_listed_once():
        assert pdf.page_references == pdf.page_references == honest
    assert len(honest) == number


def test_a_page_that_comes_later_is_on_the_list():
    pdf = with_pages(1)
    with pages_listed_once():
        before = pdf.page_references
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert pdf.page_references[:1] == before
        assert len(pdf.page_references) == 2


def test_two_files_do_not_share_a_list():
    with pages_listed_once():
        assert len(with_pages(2).page_references) == 2
        assert len(with_pages(1).page_references) == 1


def test_it_is_listed_once():
    with pages_listed_once():
        pdf = with_pages(3)
        assert pdf.page_references is pdf.page_references


def test_pydyf_is_left_as_it_was_whatever_happens():
    honest, seen = pydyf.PDF.page_references, []

    def torn():
        with pages_listed_once():
            seen.append(pydyf.PDF.page_references)
            raise ValueError("torn")

    with pytest.raises(ValueError, match="torn"):
        torn()
    assert pydyf.PDF.page_references is honest
    assert seen != [honest]
