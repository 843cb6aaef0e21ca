"""What is wrong with a picture."""


class PictureProblem(ValueError):
    """What is wrong with a picture and what to do, in one sentence. `line` is known for drawings."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line
