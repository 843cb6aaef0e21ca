"""Documents, files and rows for tests: a small career with something in every list, the same every time.

The career is made up, and so are its figures. `make_profile_document(key="cook", title=pair("Cook"))` makes
another; any field of the schema can be given.
"""

import io
import shutil
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image

from profiles.content import schema
from profiles.content.decisions import Report
from profiles.content.files import directory_files, picture_digest, preview_name, profile_files
from profiles.content.loader import load_content
from profiles.models import MinimumWage, Rating

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 64">
<title>A counter</title>
<rect width="96" height="64" fill="#ffeedd"/>
</svg>
"""


def pair(en: str = "", cy: str = "") -> dict[str, str]:
    return {"en": en, "cy": cy}


def make_preview(*, colour: str = "#ffeedd") -> bytes:
    """The raster beside a drawing."""
    out = io.BytesIO()
    Image.new("P", (1200, 630), colour).save(out, "PNG")
    return out.getvalue()


def make_photograph(*, with_place: bool = False, size: tuple[int, int] = (600, 400)) -> bytes:
    """A plain photograph; `with_place` gives it the EXIF that a telephone writes."""
    image, out = Image.new("RGB", size, "#446688"), io.BytesIO()
    carried = {}
    if with_place:
        carried["exif"] = Image.Exif()
        carried["exif"].get_ifd(0x8825).update({1: "N", 2: (51.0, 28.0, 53.0)})
    image.save(out, "JPEG", **carried)
    return out.getvalue()


PREVIEW = make_preview()
PICTURES = {"counter.svg": DRAWING, "counter.png": PREVIEW}


def copy_content(folder: Path, *careers: str) -> Path:
    """The real content with these careers only, in a folder of its own."""
    content = settings.BASE_DIR / "content"
    folder.mkdir(parents=True, exist_ok=True)
    for entry in content.iterdir():
        if entry.is_file():
            shutil.copy(entry, folder)
    shutil.copytree(content / "pages", folder / "pages")
    for career in careers:
        shutil.copytree(content / "profiles" / career, folder / "profiles" / career)
    return folder


def make_directory(**overrides: Any) -> schema.Directory:
    data: dict[str, Any] = {
        "areas": [
            {
                "key": "retail",
                "name": pair("Retail", "Manwerthu"),
                "slug": pair("retail", "manwerthu"),
                "text": pair("Jobs in shops.", "Swyddi mewn siopau."),
                "cloth": "retail",
            }
        ],
        "sources": [
            {
                "key": "prospects",
                "name": pair("Prospects", "Prospects"),
                "publisher": pair("Prospects", "Prospects"),
                "title": "Shop manager",
                "address": pair("https://prospects.example/shop-manager"),
                "read_on": "2026-11-02",
            },
            {
                "key": "careers-wales",
                "name": pair("Careers Wales", "Gyrfa Cymru"),
                "publisher": pair("Careers Wales", "Gyrfa Cymru"),
                "title": "Shop Manager",
                "dated": "2023-01",
            },
        ],
        "skills": [
            {"key": "listening", "name": pair("Listening", "Gwrando")},
            {"key": "numbers", "name": pair("Working with numbers", "Gweithio gyda rhifau")},
        ],
        "contacts": [
            {
                "key": "shop-trust",
                "organisation": pair("The Shop Trust", "Yr Ymddiriedolaeth Siopau"),
                "nation": "wales",
                "telephone": "01632 960000",
                "state": "checked",
                "checked_on": "2026-11-02",
                "sources": ["careers-wales"],
            }
        ],
        "links": [
            {
                "key": "find-a-job",
                "text": pair("Find a job", "Dod o hyd i swydd"),
                "address": pair("https://jobs.example/"),
                "sources": ["careers-wales"],
            },
            {"key": "about-us", "text": pair("About us", "Amdanom ni"), "page": "about"},
        ],
        "minimum_wages": [
            {
                "key": "uk-2026-04",
                "hourly": "12.71",
                "applies_from": "2026-04-01",
                "weekly_hours": 35,
                "text": pair("National Living Wage", "Cyflog Byw Cenedlaethol"),
                "source": "GOV.UK: rates",
                "address": pair("https://wages.example/"),
            }
        ],
        "pages": [
            {
                "key": "about",
                "title": pair("About us", "Amdanom ni"),
                "slug": pair("about", "amdanom-ni"),
                "description": pair("What this site is.", "Beth yw’r wefan hon."),
                "prose": pair("We are a *test*.", "Prawf ydym *ni*."),
            }
        ],
    }
    return schema.Directory.model_validate({**data, **overrides})


def make_profile_data(*, key: str = "shop-manager", **overrides: Any) -> dict[str, Any]:
    """A career as plain data: every list of the schema has a member, every section its prose."""
    data: dict[str, Any] = {
        "key": key,
        "title": pair("Shop manager", "Rheolwr siop"),
        "slug": pair("shop-manager", "rheolwr-siop") if key == "shop-manager" else pair(key, f"{key}-cy"),
        "standfirst": pair("You run a shop.", "Chi sy’n rhedeg siop."),
        "areas": ["retail"],
        "hidden_words": {"en": ["shop manger"], "cy": ["rheolwr sop", "rheolydd siop"]},
        "welsh_at_work": "desirable",
        "welsh_note": pair("Welsh helps.", "Mae’r Gymraeg yn help."),
        "welsh_sources": ["careers-wales"],
        "reviewed_on": "2026-11-03",
        "reviewed_by": pair("an adviser", "cynghorydd"),
        "also_known_as": [
            {"key": "store-manager", "title": pair("Store manager", "Rheolwr stôr"), "sources": ["prospects"]}
        ],
        "occupation_codes": [
            {
                "key": "soc-2020-1150",
                "scheme": "SOC 2020",
                "code": "1150",
                "title": "Managers in retail",
                "sources": ["prospects"],
            }
        ],
        "key_facts": [
            {"key": "hours", "kind": "hours", "value": pair("Shifts", "Sifftiau"), "sources": ["prospects"]}
        ],
        "sections": [
            {
                "key": "what-you-would-do",
                "title": pair("What you would do", "Beth fyddech chi’n ei wneud"),
                "answer": pair("Lead a team.", "Arwain tîm."),
                "prose": pair(
                    "You lead a team.\n\n### Duties\n\n- open the shop\n- [learn more](page:about)",
                    "Chi sy’n arwain tîm.\n\n### Dyletswyddau\n\n- agor y siop\n- [dysgu mwy](page:about)",
                ),
            },
            {
                "key": "pay",
                "title": pair("Pay", "Cyflog"),
                "answer": pair("It varies.", "Mae’n amrywio."),
                "prose": pair("Pay grows.", "Mae cyflog yn tyfu."),
            },
        ],
        "pay_bands": [
            {
                "key": "starting",
                "level": "starting",
                "low": 21000,
                "high": 28000,
                "source": "prospects",
            },
            {
                "key": "senior",
                "level": "senior",
                "high": 45000,
                "can_exceed": 60000,
                "source": "careers-wales",
            },
        ],
        "hours": [
            {
                "key": "shops",
                "pattern": "shifts",
                "text": pair("Shifts in shops.", "Sifftiau mewn siopau."),
                "days_usual": ["mon", "sat"],
                "weekly_low": 37,
                "sources": ["prospects"],
            }
        ],
        "shares": [
            {
                "key": "full-time",
                "percentage": "12.5",
                "text": pair("work full time", "yn gweithio’n llawn amser"),
                "sources": ["careers-wales"],
            }
        ],
        "routes": [
            {
                "key": "work",
                "kind": "work",
                "title": pair("Working up", "Gweithio’ch ffordd i fyny"),
                "nations": ["wales", "england"],
                "requirements": {"en": ["a year in a shop"], "cy": ["blwyddyn mewn siop"]},
                "links": ["find-a-job"],
                "sources": ["prospects"],
            }
        ],
        "subjects": [
            {"key": "maths", "name": pair("Mathematics", "Mathemateg"), "sources": ["careers-wales"]}
        ],
        "qualifications": [
            {
                "key": "gcses",
                "section": "qualifications",
                "kind": "gcse",
                "title": pair("GCSEs", "TGAU"),
                "units": {"en": ["English"], "cy": ["Saesneg"]},
                "sources": ["careers-wales"],
            }
        ],
        "skills": [
            {"key": "listening", "text": pair("You listen.", "Chi’n gwrando."), "sources": ["prospects"]}
        ],
        "employers": [{"key": "shops", "title": pair("Shops", "Siopau"), "sources": ["prospects"]}],
        "vacancies": [
            {
                "key": "find-a-job",
                "title": pair("Find a job", "Dod o hyd i swydd"),
                "links": ["find-a-job"],
                "sources": ["careers-wales"],
            }
        ],
        "steps": [
            {"key": "assistant", "title": pair("Assistant", "Cynorthwyydd")},
            {"key": "manager", "title": pair("Manager", "Rheolwr"), "profile": key},
        ],
        "moves": [{"key": "up", "start": "assistant", "to": "manager", "sources": ["prospects"]}],
        "related": [
            {
                "key": "shop-assistant",
                "title": pair("Shop assistant", "Cynorthwyydd siop"),
                "relation": "leads-here",
                "text": pair("Many begin here.", "Mae llawer yn dechrau yma."),
                "sources": ["prospects"],
            }
        ],
        "pictures": [
            {
                "key": "counter",
                "file": "counter.svg",
                "digest": picture_digest(DRAWING, PREVIEW),
                "kind": "drawing",
                "alt": pair("A counter.", "Cownter."),
                "caption": pair("At the counter", "Wrth y cownter"),
                "credit": pair("Our drawing", "Ein llun"),
                "cover": True,
            }
        ],
        "films": [
            {
                "key": "sam",
                "person": "Sam",
                "role": pair("Manager", "Rheolwr"),
                "address": "https://films.example/sam",
                "seconds": 95,
                "language": "cy",
                "captions": ["en", "cy"],
                "transcript": pair("I run a shop.\n\nIt is busy.", "Rwy’n rhedeg siop.\n\nMae’n brysur."),
                "sources": ["careers-wales"],
            }
        ],
        "contacts": [{"key": "shop-trust", "text": pair("For training.", "Ar gyfer hyfforddiant.")}],
        "publications": [
            {"key": "shops", "title": "Shops", "author": "A. Writer", "year": 2020, "sources": ["prospects"]}
        ],
        "disagreements": [
            {"key": "days", "section": "pay", "title": pair("Which days", "Pa ddyddiau")},
        ],
        "claims": [
            {
                "key": "days-prospects",
                "disagreement": "days",
                "source": "prospects",
                "text": pair("Some weekends.", "Rhai penwythnosau."),
            },
            {
                "key": "days-careers-wales",
                "disagreement": "days",
                "source": "careers-wales",
                "text": pair("Usually weekdays.", "Dyddiau’r wythnos fel arfer."),
            },
        ],
        "gaps": [{"key": "cost", "section": "pay", "text": pair("Not known.", "Ddim yn hysbys.")}],
    }
    return {**data, **overrides}


def make_profile_document(*, key: str = "shop-manager", **overrides: Any) -> schema.Profile:
    return schema.Profile.model_validate(make_profile_data(key=key, **overrides))


def write_content(
    folder: Path,
    *profiles: schema.Profile,
    directory: schema.Directory | None = None,
    pictures: dict[str, bytes] = PICTURES,
) -> Path:
    """A content folder that holds these careers (the usual one, if none is given) in canonical form."""
    files = {
        address: text.encode() for address, text in directory_files(directory or make_directory()).items()
    }
    for profile in profiles or (make_profile_document(),):
        files |= {address: text.encode() for address, text in profile_files(profile).items()}
        for picture in profile.pictures:
            for name in {picture.file, preview_name(picture.file)} & pictures.keys():
                files[f"profiles/{profile.key}/pictures/{name}"] = pictures[name]
    for address, data in files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def publish_content(
    folder: Path, *profiles: schema.Profile, directory: schema.Directory | None = None
) -> Report:
    """The same, loaded and published."""
    return load_content(write_content(folder, *profiles, directory=directory), publish=True)


def make_rating(
    *, profile_key: str = "shop-manager", section: str = "pay", score: int = 4, **fields: Any
) -> Rating:
    return Rating.objects.create(
        **{
            "visitor": uuid.UUID(int=1),
            "profile_key": profile_key,
            "section": section,
            "language": "cy",
            "score": score,
            "comment": "Diolch",
            "edition": 1,
            **fields,
        }
    )


def make_minimum_wage(hourly: str, applies_from: str = "2027-04-01") -> MinimumWage:
    """A minimum wage to come, in the working copy."""
    return MinimumWage.objects.create(
        key=f"uk-{applies_from[:7]}",
        hourly=hourly,
        applies_from=applies_from,
        weekly_hours=35,
        text_en="National Living Wage",
        text_cy="Cyflog Byw Cenedlaethol",
        source="GOV.UK",
        address_en="https://www.gov.uk/national-minimum-wage-rates",
        position=9,
    )
