"""Text that is none, or that no table can be read from."""

from tests.exchange.reading.hostile.kinds import Kind

TABLE = b"Aim,Action,Lead\nSafe,Patrol,Inspector\n"
NOT_TEXT, FAR_MORE, NO_TABLE = "not text", "far more text", "No table was found"
FORMULA = "=cmd|' /C calc'!A0"


def of(content):
    return lambda: content


KINDS = [
    Kind("bytes of all sorts", "plan.csv", of(bytes(range(256)) * 40), NOT_TEXT),
    Kind("NULs between letters", "plan.csv", of(TABLE.replace(b"Safe", b"Sa\x00fe"))),
    Kind("NULs alone", "plan.csv", of(b"\x00" * 5_000), NOT_TEXT),
    Kind("UTF-16 with its mark", "plan.csv", of(TABLE.decode().encode("utf-16"))),
    Kind("UTF-16 without its mark", "plan.csv", of(TABLE.decode().encode("utf-16-le"))),
    Kind("half of UTF-16", "plan.csv", of(TABLE.decode().encode("utf-16")[:-1]), NOT_TEXT),
    Kind("UTF-32", "plan.csv", of(TABLE.decode().encode("utf-32")), NOT_TEXT),
    Kind("marks of Unicode everywhere", "plan.csv", of(b"\xef\xbb\xbf" + TABLE.replace(b"Pa", b"\xef\xbb\xbfPa"))),
    Kind("half a surrogate", "plan.csv", of(TABLE.decode().encode("utf-16-le") + b"\x00\xd8"), NOT_TEXT),
    Kind(
        "two encodings in one file",
        "plan.csv",
        of(TABLE + "Café,".encode() + "Café,x\n".encode("cp1252")),
        table=(("Aim", "Action", "Lead"), ("Safe", "Patrol", "Inspector"), ("CafÃ©", "Café", "x")),
    ),
    Kind("control characters", "plan.csv", of(TABLE.replace(b"Safe", b"\x1b\x07Safe"))),
    Kind("letters that turn the reading", "plan.csv", of(TABLE.replace(b"Safe", "\u200fSafe\u200e".encode()))),
    Kind("old line ends", "plan.csv", of(TABLE.replace(b"\n", b"\r"))),
    Kind("commas alone", "plan.csv", of(b",,,\n" * 500), table=None),
    Kind("line ends alone", "plan.csv", of(b"\n" * 100_000), NO_TABLE),
    Kind("a line of megabytes", "plan.csv", of(b"x," * 1_000_000), "too long"),
    Kind("more text than a plan has", "plan.csv", of(b"x" * 6_100_000), FAR_MORE),
    Kind("one cell that never ends", "plan.csv", of(b'a,b\nc,"' + b"x" * 200_000 + b'"'), "too long"),
    Kind("a quotation mark that never closes", "plan.csv", of(TABLE + b'"'), table=None),
    Kind("more rows than are read", "plan.csv", of(b"a,b\n" * 60_000), "rows or"),
    Kind("a hundred thousand columns", "plan.csv", of(b",".join([b"a"] * 100_000) + b"\nb,c\n"), "too long"),
    Kind("a web page as CSV", "plan.csv", of(b"<!DOCTYPE html><table>"), "web page"),
    Kind(
        "formulas as CSV",
        "plan.csv",
        of(f"Aim,Action,Lead\nSafe,{FORMULA},+1\n".encode()),
        table=(("Aim", "Action", "Lead"), ("Safe", FORMULA, "+1")),
    ),
    Kind("tags of the web in cells", "plan.csv", of(TABLE.replace(b"Safe", b"<br>Safe")), table=None),
    Kind("words without a table", "plan.txt", of(b"just some words"), NO_TABLE),
    Kind("words as a workbook", "plan.xlsx", of(b"just some words"), "damaged or incomplete"),
]
