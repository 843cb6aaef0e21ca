"""The rows: the working copy that editors change, the editions that readers see, and what visitors give.

A *profile* is our page about a career. A *section* is one heading and its text within a profile. An
*edition* is a document as published: numbered, dated, frozen. A *rating* is one visitor's 1 to 5 for
one page.

Every column of the working copy has the name of a field of the schema (`profiles.content.schema`);
`profiles.documents` turns rows into documents and back. A test holds the two together.
"""

from .desk import (
    Change,
    Conflict,
    EditorSettings,
    LinkCheck,
    PreviewLink,
    Scheduled,
    ScheduleRun,
    Waiver,
)
from .directory import (
    Area,
    Contact,
    Link,
    MinimumWage,
    Page,
    SharedRow,
    SharedSkill,
    Source,
)
from .editions import (
    DirectorySlug,
    DirectoryState,
    Edition,
    Slug,
    StoredPicture,
)
from .items import ItemRow, WorkingCopy
from .listings import LISTING_FORMAT, Listing, ListingFacet, ListingPath
from .profile import (
    AlternativeTitle,
    Claim,
    ContactReference,
    Disagreement,
    Employer,
    Film,
    Gap,
    HoursPattern,
    KeyFact,
    Move,
    OccupationCode,
    PayBand,
    Picture,
    Profile,
    ProfileQuerySet,
    ProfileRow,
    Publication,
    Qualification,
    RelatedCareer,
    Route,
    Section,
    Share,
    Skill,
    Step,
    Subject,
    Vacancy,
)
from .search import SearchEntry, SearchWord
from .visitors import (
    Rating,
    Report,
)

__all__ = [
    "LISTING_FORMAT",
    "AlternativeTitle",
    "Area",
    "Change",
    "Claim",
    "Conflict",
    "Contact",
    "ContactReference",
    "DirectorySlug",
    "DirectoryState",
    "Disagreement",
    "Edition",
    "EditorSettings",
    "Employer",
    "Film",
    "Gap",
    "HoursPattern",
    "ItemRow",
    "KeyFact",
    "Link",
    "LinkCheck",
    "Listing",
    "ListingFacet",
    "ListingPath",
    "MinimumWage",
    "Move",
    "OccupationCode",
    "Page",
    "PayBand",
    "Picture",
    "PreviewLink",
    "Profile",
    "ProfileQuerySet",
    "ProfileRow",
    "Publication",
    "Qualification",
    "Rating",
    "RelatedCareer",
    "Report",
    "Route",
    "ScheduleRun",
    "Scheduled",
    "SearchEntry",
    "SearchWord",
    "Section",
    "Share",
    "SharedRow",
    "SharedSkill",
    "Skill",
    "Slug",
    "Source",
    "Step",
    "StoredPicture",
    "Subject",
    "Vacancy",
    "Waiver",
    "WorkingCopy",
]
