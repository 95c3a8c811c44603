"""Which files a package has, and what they are called."""

from tracker.cells.tables import TABLES

TEXTS = "texts"


def text_path(capture_code: str) -> str:
    """Where the text of a capture stands in the package."""
    return f"{TEXTS}/{capture_code}.txt"


def is_part(path: str) -> bool:
    """Whether a package can have a table or text of this name; none leads out of its folder."""
    folder, slash, name = path.partition("/")
    if slash:
        return folder == TEXTS and "/" not in name and "\\" not in name and name.endswith(".txt")
    return path in {table.file for table in TABLES}
