"""Words for what is made up: as long and as various as those that officers write. No Django."""

from __future__ import annotations

from random import Random

VERBS = ("Review", "Agree", "Publish", "Monitor", "Commission", "Scrutinise", "Complete", "Renew", "Consult on")
THINGS = (
    *("the arrangements for custody visiting", "the estates strategy", "the medium term financial plan"),
    *("the way that complaints are handled", "neighbourhood priorities", "the workforce strategy"),
    *("the scheme of equality and diversity", "collaboration with other forces", "the partnership fund"),
    *("the performance of response teams", "the communication plan", "the treatment of victims"),
)
FOR = ("with the force", "before the budget is set", "in each district", "for the coming year", "with partners")
SAID = (
    "The first draft was written and sent to the officers who have to agree it.",
    "Meetings were held in four of the six districts and notes of them were shared.",
    "The contract was let in the quarter, and the first report of the supplier has come.",
    "Answers of the public were read, and a summary was given to members.",
    "Work waited for the figures of the force, which came three weeks late.",
    "The committee heard a report and asked for more on costs.",
)
NEXT = (
    "The paper goes to the next committee for approval.",
    "A second round of meetings follows in the districts that are left.",
    "Officers settle what remains with the treasurer by the end of the quarter.",
    "The text is made public once members have agreed it.",
)


class Writer:
    """Somebody who always writes the same for the same number: a benchmark run again is over the same rows."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - rows for a benchmark, no secrets

    def title(self) -> str:
        return f"{self.one(VERBS)} {self.one(THINGS)} {self.one(FOR)}"

    def report(self) -> str:
        return " ".join(self.random.sample(SAID, self.random.randint(1, 4)))

    def plan(self) -> str:
        return " ".join(self.random.sample(NEXT, self.random.randint(1, 2)))

    def one(self, among: tuple[str, ...]) -> str:
        return self.random.choice(among)
