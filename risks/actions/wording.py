"""The words that an authority starts from: what each step of likelihood and of each kind of impact means.

They are meant to be replaced by the authority's own; sums and numbers are those of a small office.
"""

from __future__ import annotations

from risks.models import Definition

Axis = Definition.Axis
MEANINGS: dict[str, tuple[tuple[str, str], ...]] = {
    Axis.LIKELIHOOD: (
        ("Rare", "Not expected to happen: less than a 5% chance in the next year."),
        ("Unlikely", "Could happen once in a while: a 5% to 20% chance in the next year."),
        ("Possible", "May well happen: a 20% to 50% chance in the next year."),
        ("Likely", "More likely than not: a 50% to 80% chance in the next year."),
        ("Almost certain", "Expected, or happening already: more than an 80% chance in the next year."),
    ),
    Axis.SERVICE: (
        ("Slight", "A day's inconvenience that nobody outside notices."),
        ("Minor", "A duty is late by days; it is made good within the month."),
        ("Moderate", "A duty or a key deliverable is missed by weeks and needs a plan to recover."),
        ("Major", "A statutory duty is not met, or an ambition is missed for the year."),
        ("Severe", "The body can no longer do what it exists for, or is taken over by others."),
    ),
    Axis.HARM: (
        ("Slight", "Upset, but nobody is hurt."),
        ("Minor", "Somebody needs first aid, or a vulnerable person waits longer than they should."),
        ("Moderate", "Somebody is off work or in treatment, or a group of people loses protection for a time."),
        ("Major", "Somebody is badly hurt, or many people are left without protection."),
        ("Severe", "Somebody dies, or many are badly hurt."),
    ),
    Axis.MONEY: (
        ("Slight", "Up to £10,000, met from the budget it falls in."),
        ("Minor", "£10,000 to £50,000, met by moving money within the year."),
        ("Moderate", "£50,000 to £250,000, met from the contingency."),
        ("Major", "£250,000 to £1 million, met from reserves."),
        ("Severe", "More than £1 million, or more than reserves can bear."),
    ),
    Axis.REPUTATION: (
        ("Slight", "A complaint that is settled at once."),
        ("Minor", "Some local comment for a day or two."),
        ("Moderate", "Critical local coverage for weeks; partners ask questions."),
        ("Major", "Critical national coverage; ministers or inspectors ask questions."),
        ("Severe", "Lasting loss of public confidence; somebody senior has to go."),
    ),
}
