import pytest

from kpa_tracker.interfaces.exchange.reading.owners import read_owners

KNOWN = frozenset({"chief executive", "a and f", "ppc", "kpa", "jo smith"})

CUTS = [
    ("Chief Executive", ["Chief Executive"]),
    ("Chief Executive/ Policy officer", ["Chief Executive", "Policy officer"]),
    ("Chair/ Chief Executive", ["Chair", "Chief Executive"]),
    ("Chair and Chief Executive", ["Chair", "Chief Executive"]),
    ("Chair of HR committee and Chief Executive", ["Chair of HR committee", "Chief Executive"]),
    ("Chair of PSD Committee and Jane Brown", ["Chair of PSD Committee", "Jane Brown"]),
    ("Chair of PPC and Jane Brown", ["Chair of PPC", "Jane Brown"]),
    ("Chair of PPC and PS Committees", ["Chair of PPC and PS Committees"]),
    ("Chair of Finance and Resources Committee", ["Chair of Finance and Resources Committee"]),
    ("Chair of HR Committee and Audit Committee", ["Chair of HR Committee and Audit Committee"]),
    ("Chair of Policing Plan Group", ["Chair of Policing Plan Group"]),
    (
        "Chair, Lead member for Critical Incidents and policy support",
        ["Chair", "Lead member for Critical Incidents and policy support"],
    ),
    ("Head of Communications & Engagement", ["Head of Communications & Engagement"]),
    ("Head of Finance, HR and Estates", ["Head of Finance, HR and Estates"]),
    ("Head of Estates and Facilities Manager", ["Head of Estates", "Facilities Manager"]),
    ("Director of People and Organisational Development", ["Director of People and Organisational Development"]),
    ("Director of People and Jo Smith", ["Director of People", "Jo Smith"]),
    ("Jo Smith, Sam Brown & Al Green", ["Jo Smith", "Sam Brown", "Al Green"]),
    ("Treasurer\nChief Executive", ["Treasurer", "Chief Executive"]),
    ("Treasurer; Clerk", ["Treasurer", "Clerk"]),
    ("T/ACC Crime / DCC", ["T/ACC Crime", "DCC"]),
    ("Head of Legal (and Compliance, Audit)", ["Head of Legal (and Compliance, Audit)"]),
    ("Chief Executive supported by Treasurer", ["Chief Executive", "Treasurer"]),
    ("Treasurer (supported by the Clerk)", ["Treasurer", "Clerk"]),
    ("Lead: Treasurer\nSupport: Clerk, Policy Officer", ["Treasurer", "Clerk", "Policy Officer"]),
    ("Area lead members", ["Area lead members"]),
    ("A and F", ["A and F"]),
]


@pytest.mark.parametrize(("text", "names"), CUTS)
def test_a_cell_is_cut_only_between_whole_names(text, names):
    owners, _ = read_owners(text, KNOWN)
    assert owners.names == names


@pytest.mark.parametrize("text", ["", "-", "TBC", "n/a", "N/A", "Vacant", "to be confirmed"])
def test_a_placeholder_is_nobody(text):
    owners, _ = read_owners(text, KNOWN)
    assert owners.missing
    assert owners.names == []


@pytest.mark.parametrize("text", ["ALL", "All staff", "everyone"])
def test_all_is_a_value_of_its_own(text):
    owners, _ = read_owners(text, KNOWN)
    assert owners.everyone
    assert not owners.missing
    assert owners.names == []


def test_all_beside_a_name_keeps_both():
    owners, _ = read_owners("Chief Executive, ALL", KNOWN)
    assert (owners.lead, owners.everyone) == ("Chief Executive", True)


def test_names_known_from_other_cells_are_offered_where_nothing_separates_them():
    _, split = read_owners("A and F PPC KPA", KNOWN)
    assert split.names == ("A and F PPC KPA",)
    assert split.alternative == ("A and F", "PPC", "KPA")
    assert split.alternative_likelier


def test_a_small_letter_after_and_is_offered_as_another_name_but_not_taken():
    _, split = read_owners("Lead member for Incidents and policy support", KNOWN)
    assert split.alternative == ("Lead member for Incidents", "policy support")
    assert not split.alternative_likelier


def test_how_a_person_cut_the_cell_holds():
    owners, _ = read_owners("A and F PPC KPA", KNOWN, ["PPC", "A and F"])
    assert (owners.lead, owners.support) == ("PPC", ["A and F"])
