"""A document fetches nothing: a canary server on this machine would notice."""

from __future__ import annotations

import http.server
import threading

import pytest
import weasyprint

from kpa_tracker.base.toolkit.markdown import to_html
from kpa_tracker.base.toolkit.pdf import render_pdf
from kpa_tracker.base.toolkit.pdf.fetching import STATIC, ForbiddenAddress, static_file
from tests.base.toolkit.pdf.reading import strings_of, text_of

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)


class Canary(http.server.ThreadingHTTPServer):
    """Answers everything and remembers what it was asked for."""

    def __init__(self):
        self.asked = []
        super().__init__(("127.0.0.1", 0), Answer)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def canary():
    server = Canary()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret.txt"
    file.write_text("the words of a secret file")
    return file


def traps(address, secret):
    """Return a page that asks for something in every way there is."""
    return f"""<html lang="en"><head><title>Traps</title>
    <link rel="stylesheet" href="{address}/link.css"><link rel="attachment" href="{secret.as_uri()}">
    <link rel="attachment" href="{address}/attached">
    <style>@import url({address}/import.css); @font-face {{ font-family: x; src: url({address}/face.woff) }}
    p {{ background: url({address}/background.png); font-family: x }} li {{ list-style-image: url({address}/dot.png) }}
    p::before {{ content: url({address}/content.png) }}</style></head><body><h1>Traps</h1>
    <p>text</p><ul><li>item</li></ul><img alt="a" src="{address}/img.png"><img alt="b" src="{secret.as_uri()}">
    <object data="{address}/object">o</object><embed src="{address}/embed"><input type="image" src="{address}/input">
    <svg xmlns="http://www.w3.org/2000/svg"><title>s</title><image href="{address}/svg.png" width="9" height="9"/></svg>
    <a rel="attachment" href="{secret.as_uri()}">file</a><iframe src="{address}/frame"></iframe></body></html>"""


def test_a_document_asks_no_server_and_attaches_no_file(canary, secret):
    content = render_pdf(traps(canary.address, secret))
    assert canary.asked == []
    assert "the words of a secret file" not in strings_of(content) + text_of(content)
    assert "/EmbeddedFile" not in strings_of(content)


def test_the_canary_sings_where_the_fetcher_is_the_libraries_own(canary, secret):
    weasyprint.HTML(string=traps(canary.address, secret)).write_pdf(pdf_variant="pdf/ua-1")
    assert {"/link.css", "/img.png", "/background.png"} <= set(canary.asked)


def test_what_people_write_asks_for_nothing(canary, secret):
    text = (
        f"![picture]({canary.address}/a.png) <img src='{canary.address}/b.png'> [file]({secret.as_uri()})\n\n"
        f"<link rel='stylesheet' href='{canary.address}/c.css'>\n\n<style>@import url({canary.address}/d.css);</style>"
    )
    content = render_pdf(f"<html lang='en'><head><title>T</title></head><body><h1>T</h1>{to_html(text)}</body></html>")
    assert canary.asked == []
    assert "the words of a secret file" not in strings_of(content)


def test_a_picture_within_the_page_is_drawn():
    content = render_pdf(
        f"<html lang='en'><head><title>T</title></head><body><h1>T</h1><img alt='dot' src='{PIXEL}'></body></html>"
    )
    assert "dot" in strings_of(content)


def test_files_of_the_static_folder_are_read():
    file = STATIC / "img" / "square.svg"
    assert static_file(file.as_uri()) == file


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.css",
        "https://authority.example/x.css",
        "ftp://authority.example/x",
        "/etc/passwd",
        "file:///etc/passwd",
        f"{STATIC.as_uri()}/../manage.py",
        f"{STATIC.as_uri()}/%2e%2e/manage.py",
        f"{STATIC.as_uri()}/css/..%2f..%2fmanage.py",
        f"file://elsewhere.example{STATIC}/img/square.svg",
        f"{STATIC.as_uri()}/img",
        f"{STATIC.as_uri()}-elsewhere/x.css",
        "file:",
        "javascript:alert(1)",
    ],
)
def test_nothing_outside_the_static_folder_is_read(address):
    with pytest.raises(ForbiddenAddress):
        static_file(address)


def test_a_link_that_leads_out_of_the_static_folder_is_refused(monkeypatch, tmp_path, secret):
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "way-out").symlink_to(secret)
    monkeypatch.setattr("kpa_tracker.base.toolkit.pdf.fetching.STATIC", folder)
    with pytest.raises(ForbiddenAddress):
        static_file((folder / "way-out").as_uri())
