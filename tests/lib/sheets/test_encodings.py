"""The encoding of a CSV file: found by its mark, named, or asked for with guesses."""

import codecs

import pytest

from tests.lib.sheets.files import cells_of, csv_file, refusal
from tracker.lib.sheets import ENCODINGS, open_sheet

RUSSIAN = "код;название\n1;Соглашение о прекращении огня, подписано в Москве\n"
FRENCH = "code;nom\n1;Déclaration d’intention signée à Genève\n"
POLISH = "kod;nazwa\n1;Porozumienie o współpracy między miastami Łódź i Gdańsk\n"
TURKISH = "kod;ad\n1;İşbirliği anlaşması, Ağrı ve Iğdır\n"
HEBREW = "code;name\n1;הסכם שלום\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_open_sheet_finds_unicode_by_itself(mark, encoding):
    file = csv_file(mark + RUSSIAN.encode(encoding))

    with open_sheet(file) as sheet:
        assert sheet.encoding == encoding
        assert sheet.header == ["код", "название"]


def test_open_sheet_believes_a_byte_order_mark_more_than_the_editor():
    file = csv_file(codecs.BOM_UTF8 + FRENCH.encode())

    assert cells_of(file, encoding="windows-1252")[0][1].startswith("Déclaration")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_open_sheet_reads_every_encoding_it_offers(encoding):
    assert cells_of(csv_file("a,b\n1,x\n", encoding), encoding=encoding) == [["1", "x"]]


def test_encodings_have_labels_that_differ():
    assert len(set(ENCODINGS.values())) == len(ENCODINGS)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "mac-cyrillic"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (FRENCH, "windows-1252"),
        (FRENCH, "mac-roman"),
        (POLISH, "windows-1250"),
        (TURKISH, "windows-1254"),
        (HEBREW, "windows-1255"),
    ],
)
def test_open_sheet_asks_for_the_encoding_and_the_right_one_is_among_the_guesses(text, encoding):
    refused = refusal(csv_file(text, encoding))

    assert "not in UTF-8" in str(refused)
    assert any(guess.sample in " ".join(text.split()) for guess in refused.guesses)
    assert 0 < len(refused.guesses) <= 5
    assert cells_of(csv_file(text, encoding), encoding=encoding)[0][1] == text.split(";")[-1][:-1]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (FRENCH, "windows-1252")],
)
def test_the_first_guess_is_the_right_one_for_common_texts(text, encoding):
    first = refusal(csv_file(text, encoding)).guesses[0]

    assert (first.encoding, first.label) == (encoding, ENCODINGS[encoding])


def test_open_sheet_says_in_which_line_the_text_stops_being_utf8():
    file = csv_file(b"a,b\r\n1,2\r3,4\n5,caf\xe9\n" * 2)

    assert "(line 4 is the first" in str(refusal(file))


def test_open_sheet_finds_a_wrong_byte_far_down_before_any_row_is_taken():
    with pytest.raises(Exception, match="line 50002 is the first") as caught:
        open_sheet(csv_file(b"a\n" + b"xy\r\n" * 50_000 + b"caf\xe9\n"))

    assert caught.value.guesses[0].sample == "café"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, b""])
def test_open_sheet_refuses_what_the_named_encoding_cannot_read(mark):
    refused = refusal(csv_file(mark + b"a\nb\n\x81\xff\n"), encoding="windows-1252")

    assert "Line 3 cannot be read as" in str(refused)
    assert refused.guesses == ()


def test_open_sheet_refuses_half_a_character_at_the_end():
    refused = refusal(csv_file(codecs.BOM_UTF16_LE + "a\n1\n".encode("utf-16-le") + b"x"))

    assert "Line 3 cannot be read as Unicode (UTF-16, little-endian)" in str(refused)


def test_open_sheet_refuses_utf16_without_a_mark_until_it_is_named():
    for encoding in ("utf-16-be", "utf-16-le"):
        content = "Обещание,a pledge\nodin,dva\n".encode(encoding)

        refused = refusal(csv_file(content))

        assert "without the mark that says so" in str(refused)
        assert [(guess.encoding, guess.sample) for guess in refused.guesses] == [
            (encoding, "Обещание,a pledge odin,dva")
        ]
        assert cells_of(csv_file(content), encoding=encoding) == [["odin", "dva"]]


def test_open_sheet_refuses_an_encoding_that_is_not_offered():
    assert "none of the encodings" in str(refusal(csv_file("a\n1\n"), encoding="rot13"))
