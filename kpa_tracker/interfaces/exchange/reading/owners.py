"""Who a cell names. The first leads, the others support; a name is only cut where both sides are whole names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpa_tracker.interfaces.exchange.reading.plan import ReadOwners

EVERYONE = re.compile(r"all(?: (?:staff|officers|members|of us))?|everyone|everybody|all posts?", re.I)
NOBODY = re.compile(
    r"\W*|n/?a|none|tbc|tbd|to be (?:confirmed|decided|agreed)|vacant|not (?:set|known)|unassigned", re.I
)
ROLE_LABEL = re.compile(r"\s*\b(lead|leads|led by|support|supporting|supported by|with|assisted by)\s*[:\-–]\s*", re.I)
SUPPORTED = re.compile(
    r"\s*(?:\(?\b(?:supported by|assisted by|with support from)\b|\(with\b|\bw/)\s*(?:the\s+)?", re.I
)
HARD = re.compile(
    r"[;\n]|\s*\band/or\b\s*|(?<!\bT)(?<!\bA)(?<!\bD)(?<!\bt)(?<!\bN)(?<!\bC)(?<!\bP)(?<!\bCh)(?<!\bDet)/(?![aA]\b)|\s\+\s|\s[-–]\s(?=[A-Z])"
)
SOFT = re.compile(r"\s*,\s*(?:and\s+|&\s+)?|\s+and\s+|\s*&\s*")
POST_START = {
    "chief", "deputy", "assistant", "chair", "chairs", "chairman", "chairwoman", "vice", "head", "heads", "director",
    "treasurer", "clerk", "officer", "officers", "manager", "managers", "lead", "leads", "members", "member",
    "commissioner",
    "pcc", "dpcc", "acc", "dcc", "cc", "ceo", "cfo", "coo", "cio", "acpo", "superintendent", "supt", "inspector",
    "insp", "sergeant", "constable", "secretary", "solicitor", "monitoring", "policy", "senior", "executive", "area",
    "office", "principal", "all", "staff", "business", "performance", "pa", "t/acc", "a/acc", "ds", "di", "dci",
}  # fmt: skip
POST_END = {
    "executive", "officer", "officers", "manager", "managers", "director", "directors", "treasurer", "clerk", "chair",
    "constable", "superintendent", "inspector", "sergeant", "lead", "leads", "member", "members", "adviser", "advisor",
    "analyst", "assistant", "secretary", "solicitor", "accountant", "administrator", "coordinator", "co-ordinator",
    "commissioner", "auditor", "staff", "team", "owner", "champion", "commander", "head", "support",
}  # fmt: skip
COLLECTIVE = {
    "committee", "committees", "cttee", "ctee", "board", "boards", "group", "groups", "panel", "panels", "authority",
    "forum", "council", "department", "unit", "section", "directorate", "branch", "division", "subcommittee",
}  # fmt: skip
OF_OR_FOR = re.compile(r"\b(?:of|for|to|in)\s+(?:the\s+)?(?P<tail>.+)$", re.I)
JOINING = {"of", "for", "the", "to", "in", "and", "&"}
LONGEST_LIST = 600  # characters; what is longer is no list of posts, and is not searched for more
INITIALS = re.compile(r"[A-Z]{1,6}")


@dataclass(frozen=True)
class Split:
    """A cell's names as cut, and another way to cut it where the cell can be read in two ways.

    The alternative is the better guess where it comes from names that stand alone elsewhere in the file.
    """

    names: tuple[str, ...]
    alternative: tuple[str, ...] = ()
    alternative_likelier: bool = False
    supporting: tuple[str, ...] = ()


def read_owners(text: str, known: frozenset[str], chosen: list[str] | None = None) -> tuple[ReadOwners, Split]:
    """Read a cell. `known` are names seen alone in other cells; `chosen` is how a person cut this one."""
    plain = " ".join(text.replace("\n", " ; ").split()).strip(" ;,/")
    if NOBODY.fullmatch(plain):
        return ReadOwners(text=text), Split(())
    if EVERYONE.fullmatch(plain):
        return ReadOwners(everyone=True, text=text), Split(())
    split = split_names(text, known)
    names = chosen if chosen is not None else [*split.names, *split.supporting]
    everyone = any(EVERYONE.fullmatch(name) for name in names)
    names = [name for name in names if not EVERYONE.fullmatch(name)]
    return ReadOwners(names[0] if names else "", names[1:], everyone, text), split


def split_names(text: str, known: frozenset[str]) -> Split:
    """Cut at what always separates, then at "and", "&" and commas where the right side can stand alone."""
    leading, *supporting = SUPPORTED.split(text[:LONGEST_LIST])
    leading, supporting = _take_labels(leading, supporting)
    names, doubtful = _cut(leading, known)
    others = [name for part in supporting for name in _cut(part, known)[0]]
    by_known = [piece for name in names for piece in _by_known_words(name, known) or [name]]
    if by_known != names:
        return Split(tuple(names), tuple(by_known), alternative_likelier=True, supporting=tuple(others))
    finer = [piece for name in names for piece in SOFT.split(name)] if doubtful else names
    return Split(tuple(names), tuple(finer) if finer != names else (), supporting=tuple(others))


def _take_labels(leading: str, supporting: list[str]) -> tuple[str, list[str]]:
    """Read "Lead: Treasurer Support: Clerk" as what its labels say."""
    pieces = ROLE_LABEL.split(leading)
    if len(pieces) < 3:
        return leading, supporting
    labelled = list(zip(pieces[1::2], pieces[2::2], strict=False))
    leads = [piece for label, piece in labelled if label.lower().startswith(("lead", "led"))]
    others = [piece for label, piece in labelled if not label.lower().startswith(("lead", "led"))]
    return "\n".join([pieces[0], *leads]).strip() or others.pop(0), [*others, *supporting]


def _cut(text: str, known: frozenset[str]) -> tuple[list[str], bool]:
    names: list[str] = []
    doubtful = False
    for part in HARD.split(_shield(text)):
        cut, unsure = _cut_softly(part.strip(" ,.:;•-"), known)
        names += cut
        doubtful = doubtful or unsure
    return [_unshield(name) for name in names if name and not NOBODY.fullmatch(name)], doubtful


def _shield(text: str) -> str:
    """Hide separators inside brackets, and the "and" of initials as in "A and F", from being cut at."""
    text = re.sub(r"\([^)]*\)", lambda match: re.sub(r"[,;/&]| and ", _mask, match.group()), text)
    return re.sub(
        r"\b([A-Z])\s*(and|&)\s*([A-Z]{1,2})\b", lambda match: re.sub(r"\band\b|&", _mask, match.group()), text
    )


MASKS = {",": "\ue001", ";": "\ue002", "/": "\ue003", "&": "\ue004", "and": "\ue005", " and ": "\ue006"}


def _mask(match: re.Match[str]) -> str:
    return MASKS[match.group()]


def _unshield(text: str) -> str:
    for plain, mask in MASKS.items():
        text = text.replace(mask, plain)
    return text.strip(" )") if text.count(")") > text.count("(") else text.strip()


def _cut_softly(text: str, known: frozenset[str]) -> tuple[list[str], bool]:
    names: list[str] = []
    rest, doubtful, start = text, False, 0
    while (match := SOFT.search(rest, start)) is not None:
        left, right = rest[: match.start()], rest[match.end() :]
        if _separates(left, right, known):
            names.append(left.strip())
            rest, start = right, 0
        else:
            doubtful = doubtful or right[:1].islower()
            start = match.end()
    return [*names, rest.strip()], doubtful


def _separates(left: str, right: str, known: frozenset[str]) -> bool:
    """Whether both sides are names of their own: the right one begins like one, the left one is not cut short."""
    first = SOFT.split(right, maxsplit=1)[0]
    words = re.findall(r"[\w/'’-]+", first.lower())
    if not words or not left.strip() or (words[-1] in COLLECTIVE and words[0] not in POST_START):
        return False
    if first.lower() in known:
        return True
    if _left_is_open(left) and first[:1].islower():
        return False
    if words[0] in POST_START or words[-1] in POST_END:
        return True
    return _like_a_person(first) and not _left_is_open(left)


def _left_is_open(left: str) -> bool:
    """Whether "Head of Estates" may go on with "and Facilities": no body's name or initials end it."""
    match = OF_OR_FOR.search(left)
    if match is None:
        return False
    tail = match["tail"].split()
    return tail[-1].lower() not in COLLECTIVE and not INITIALS.fullmatch(tail[-1])


def _like_a_person(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words) and not name.isupper()


def _by_known_words(name: str, known: frozenset[str]) -> list[str]:
    """Cut "members Chief Executive" and "A and F PPC" where known names follow each other without a separator."""
    words = name.split()
    for size in range(len(words) - 1, 0, -1):
        if " ".join(words[-size:]).lower() in known and words[-size - 1].lower() not in JOINING:
            left = " ".join(words[:-size])
            return [*(_by_known_words(left, known) or [left]), " ".join(words[-size:])]
    return []
