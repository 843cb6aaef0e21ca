"""What stands in the head of a page: title, description, its twin, its preview."""

from dataclasses import dataclass

from profiles.languages import OTHER, active_language
from profiles.site import absolute


@dataclass(frozen=True)
class Meta:
    """`path` and `twin` are this page's addresses in the active language and in the other one."""

    title: str
    path: str
    twin: str
    description: str = ""
    # an absolute path of a raster of 1200 by 630, and what it shows
    image: str = ""
    image_alt: str = ""
    # the career's name, where the page's own title does not hold it
    within: str = ""
    kind: str = "website"
    # False: search engines and hreflang leave the page out; the language link stays
    indexed: bool = True
    twin_indexed: bool = True
    # whether the language link takes this page's query with it; False where `twin` says all of it
    keeps_query: bool = True
    # what a report of a mistake names, where the path holds more than is ours to keep
    reported: str = ""

    @property
    def language(self) -> str:
        return active_language()

    @property
    def other(self) -> str:
        return OTHER[self.language]

    @property
    def url(self) -> str:
        return absolute(self.path)

    @property
    def twin_url(self) -> str:
        return absolute(self.twin)

    @property
    def image_url(self) -> str:
        return absolute(self.image) if self.image else ""
