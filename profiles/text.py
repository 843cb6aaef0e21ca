"""Text as the whole site keeps it: one normal form for files, forms and imports."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")


def normalise_text(text: str) -> str:
    """NFC, LF line ends, no control characters, no trailing spaces, no blank lines at either end.

    A file adds its own final newline; a value in a document has none.

    >>> normalise_text("w\\u0302 \\r\\nx\\t\\n\\n")
    'ŵ\\nx'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
