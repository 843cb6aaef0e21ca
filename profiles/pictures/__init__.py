"""Pictures: what may come in, and the files that go out.

Everything here works on bytes and knows no model and no request. A drawing is an SVG that passes a strict
list; a photograph is decoded and written again, so nothing that came with it (place, time, camera, owner)
goes out. Pictures are made once, at upload or load, under names that follow from their content.
"""

from .drawings import check_drawing
from .files import Rendition, check_preview, renditions, store
from .photographs import PHOTOGRAPH_BYTES, check_photograph, clean_photograph
from .problems import PictureProblem

__all__ = [
    "PHOTOGRAPH_BYTES",
    "PictureProblem",
    "Rendition",
    "check_drawing",
    "check_photograph",
    "check_preview",
    "clean_photograph",
    "renditions",
    "store",
]
