from __future__ import annotations

import builtins
import gc
import shutil
import subprocess

import pytest
import weasyprint

from kpa_tracker.base.toolkit import pdf
from kpa_tracker.base.toolkit.markdown import to_html
from kpa_tracker.base.toolkit.pdf import PdfUnavailable, glyphs, render_pdf
from tests.base.toolkit.pdf.reading import elements_of, failures_of_pdf_ua, heading_levels, opened, strings_of, text_of

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>A title</title><link rel="stylesheet" href="css/document.css">
</head><body class="plan-document"><h1>The heading</h1>{}</body></html>"""


def drawn(body):
    return render_pdf(PAGE.format(body))


def test_a_page_becomes_pdf_ua_with_its_title_and_language():
    content = drawn("<p>Some text</p>")
    assert failures_of_pdf_ua(content) == []
    with opened(content) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo["/Title"]) == "A title"
        assert file.Root.MarkInfo.Marked
    assert "Some text" in text_of(content)


def test_the_check_finds_a_page_without_a_title():
    assert failures_of_pdf_ua(render_pdf("<html lang='en'><body><p>Text</p></body></html>"))


def test_every_typeface_in_the_file_is_one_of_our_own():
    content = drawn("<p>Plain <strong>bold</strong> <em>slanted</em> ŵ ● <code>code</code></p>")
    with opened(content) as file:
        names = {str(one["/BaseFont"]).split("+")[1] for one in fonts_of(file)}
    assert {name.split("-")[0] for name in names} == {"Source", "Plan"}


def fonts_of(file):
    for page in file.pages:
        yield from page.obj["/Resources"]["/Font"].values()


def test_odd_characters_do_not_break_the_document():
    content = drawn(
        to_html("Bell \x07 tab \x0b emoji 👍🏽 👩‍👧 arrow → ballot ☑ bullet \uf0b7 বাংলা 漢字 \u202e\u200b \ue123 é ŵ")
    )
    assert failures_of_pdf_ua(content) == []
    text = text_of(content)
    for readable in ("(thumbs up sign)", "→", "☑", "•", "[text in Bengali letters]", "[text in Chinese letters]", "ŵ"):
        assert readable in text.replace("\n", " ")


def test_the_check_finds_a_character_that_no_typeface_has(monkeypatch):
    monkeypatch.setattr(pdf, "printable", lambda html: html)
    assert failures_of_pdf_ua(drawn("<p>\U0010fffd</p>"))  # some symbol typefaces have the private signs below


def test_everything_that_markdown_makes_is_accessible():
    text = (
        "#### Deep\n\n# High\n\n#\n\n| A | B |\n|---|--:|\n| 1 |\n\n- one\n  1. two\n     - three\n\n> quoted\n\n"
        "`code` [link](https://a.example/x) [](https://b.example) <mailto:who@a.example> ![picture](https://c.example)\n\n"
        f"[{'a link that goes on ' * 20}](https://d.example/{'y' * 200})\n\n---\n\n```\npreformatted\n```\n"
    )
    content = drawn(f"<h2>Part</h2>{to_html(text, level=3)}")
    assert failures_of_pdf_ua(content) == []
    assert heading_levels(content) == [1, 2, 3, 3]


def test_the_scope_of_a_heading_is_that_of_its_column_or_row():
    table = (
        "<table><thead><tr><th scope=col>A</th><th scope=col>B</th></tr></thead>"
        "<tbody><tr><th scope=row>1</th><td>2</td></tr></tbody></table>"
    )
    scopes = [attributes["/Scope"] for kind, attributes in elements_of(drawn(table)) if kind == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_the_file_is_sound(tmp_path):
    file = tmp_path / "plan.pdf"
    file.write_bytes(drawn("<p>Text</p>"))
    checked = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_nothing_of_the_machine_is_in_the_file():
    assert str(pdf.STATIC) not in strings_of(drawn("<p>Text</p>"))


def test_without_pango_the_error_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(PdfUnavailable, match=r"apt-get install libpangoft2-1\.0-0"):
        drawn("<p>Text</p>")


def test_without_the_typefaces_the_error_says_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setattr(glyphs, "STATIC", tmp_path)
    with pytest.raises(PdfUnavailable, match="bin/build"):
        drawn("<p>Text</p>")


def test_a_document_whose_wishes_about_breaks_contradict_is_drawn_all_the_same(monkeypatch, caplog):
    honest = weasyprint.HTML.render

    def gives_up(page, **options):
        assert options.get("stylesheets"), "as WeasyPrint does where no page can be filled"
        return honest(page, **options)

    monkeypatch.setattr(weasyprint.HTML, "render", gives_up)
    content = drawn("<p>Some text</p>")
    assert "drawn again" in caplog.text
    assert failures_of_pdf_ua(content) == []
    assert "Some text" in text_of(content)


def test_the_garbage_collector_rests_while_a_document_is_drawn(monkeypatch):
    seen = []
    monkeypatch.setattr(pdf, "printable", lambda html: seen.append(gc.isenabled()) or html)
    drawn("<p>Text</p>")
    assert seen == [False]
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        drawn("<p>Text</p>")
        assert not gc.isenabled()
    finally:
        gc.enable()
