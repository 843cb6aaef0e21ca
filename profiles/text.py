"""Text as the whole site keeps it: one normal form for files, forms and imports."""

import re
import unicodedata

_LINE_END = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]")


def normalise_text(text: str) -> str:
    """NFC, LF line ends, no control characters, no trailing spaces, no blank lines at either end.

    A file adds its own final newline; a value in a document has none.

    >>> normalise_text("w\\u0302 \\r\\nx\\t\\n\\n")
    'ŵ\\nx'
    """
    # Nearly every text is in this form already, and a page reads thousands: what is printable holds no
    # control, no line end and no space but the plain one.
    if text.isprintable() and not text.endswith(" ") and unicodedata.is_normalized("NFC", text):
        return text
    # Controls first: one between a letter and its accent would keep NFC from joining them.
    text = unicodedata.normalize("NFC", _CONTROL.sub("", _LINE_END.sub("\n", text)))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
