"""Citations of a page: text, BibTeX and RIS say the same and break in no program."""

from datetime import date

import pytest
from django.test import Client

from tests import factories
from tests.views.html import read
from tracker.exports.citation import Cited, bibtex, ris

pytestmark = pytest.mark.django_db

CITED = Cited(
    title="C-1 Release {32} & 2 at 100 %",
    finding="Fulfilled",
    site="A_record",
    url="https://tracker.example/commitments/C-1/?as_of=2024-06-01&known_at=2024-06-01",
    as_of=date(2024, 6, 1),
    accessed=date(2024, 6, 2),
)


def test_bibtex_writes_signs_of_its_own_as_words():
    assert bibtex(CITED) == (
        "@online{c-1-release-32-2-at-100-2024-06-01,\n"
        "  title = {C-1 Release \\{32\\} \\& 2 at 100 \\%: Fulfilled},\n"
        "  organization = {A\\_record},\n"
        "  date = {2024-06-01},\n"
        f"  url = {{{CITED.url}}},\n"
        "  urldate = {2024-06-02},\n"
        "}\n"
    )


def test_ris_has_a_line_for_each_field():
    assert ris(CITED).split("\r\n") == [
        "TY  - ELEC",
        "TI  - C-1 Release {32} & 2 at 100 %: Fulfilled",
        "PB  - A_record",
        "PY  - 2024",
        "DA  - 2024/06/01",
        "Y2  - 2024/06/02",
        f"UR  - {CITED.url}",
        "ER  - ",
        "",
    ]


def test_words_with_line_ends_stay_on_their_line():
    broken = Cited("a\nER  - \nTY", "", "s", "u", date(2024, 6, 1), date(2024, 6, 1))

    assert ris(broken).count("\r\n") == 8
    assert bibtex(broken).count("\n") == 7


@pytest.mark.parametrize(
    ("form", "content_type", "start"),
    [
        ("bibtex", "application/x-bibtex; charset=utf-8", "@online{c-1-keep-it"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - ELEC"),
    ],
)
def test_every_page_is_cited_in_every_form(form, content_type, start):
    factories.published_commitment(code="C-1", title="Keep it")

    page = read(Client().get("/commitments/C-1/"))
    answer = Client().get(f"/commitments/C-1/?cite={form}")

    assert f"/commitments/C-1/?cite={form}" in page.links
    assert answer["Content-Type"] == content_type
    assert answer.content.decode().startswith(start)
    assert "C-1 Keep it: Not assessed" in answer.content.decode()


def test_cited_address_leads_to_the_same_state(settings):
    factories.published_commitment(code="C-1")

    page = read(Client().get("/commitments/?status=not_assessed&as_of=2024-05-01&zzz=1"))

    link = page.one("section", "cite").links[0]
    assert settings.SITE_URL + link in page.one("p", "citeme").words
    assert link.startswith("/commitments/?status=not_assessed&as_of=2024-05-01&known_at=")
    assert "zzz" not in link
