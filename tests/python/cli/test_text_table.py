"""Text tables: aligned, within the width, colours only when asked for."""

from jupyter_mltrack.cli.table import TextColumn, TextRow, cut, text_table

COLUMNS = [TextColumn("run", right=True), TextColumn("what", yields=True), TextColumn("loss", right=True)]


def test_numbers_stand_right_and_words_left():
    lines = text_table(COLUMNS, [TextRow(["1", "lr=0.1", "0.5"]), TextRow(["12", "lr=0.01", "0.25"])], 80)
    assert lines == ["run  what     loss", "  1  lr=0.1    0.5", " 12  lr=0.01  0.25"]


def test_a_wide_column_that_yields_is_cut_to_fit():
    lines = text_table(COLUMNS, [TextRow(["1", "word " * 40, "0.5"])], 40)
    assert [len(line) for line in lines] == [40, 40]
    assert "..." in lines[1] and lines[1].endswith("0.5")


def test_what_does_not_yield_is_never_cut():
    lines = text_table(COLUMNS, [TextRow(["1", "words", "0.123456789012345678901234567890"])], 20)
    assert lines[1].endswith("0.123456789012345678901234567890")


def test_colours_do_not_change_the_text():
    rows = [TextRow(["1", "lr", "0.5"], {2: "good", 1: "bad"})]
    plain, coloured = text_table(COLUMNS, rows, 80), text_table(COLUMNS, rows, 80, colours=True)
    assert plain != coloured
    for code in ("\x1b[1;32m", "\x1b[31m", "\x1b[1m", "\x1b[0m"):
        coloured = [line.replace(code, "") for line in coloured]
    assert coloured == plain


def test_a_table_without_rows_is_its_head():
    assert text_table(COLUMNS, [], 80) == ["run  what  loss"]


def test_cut_says_that_there_was_more():
    assert cut("abcdefgh", 8) == "abcdefgh"
    assert cut("abcdefghi", 8) == "abcde..."
    assert cut("abc", 2) == ".."
