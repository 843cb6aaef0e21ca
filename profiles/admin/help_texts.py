"""What the forms say under a field: what it is, an example, where readers see it.

The schema's docstrings are for developers; these are for people who edit. A field is looked up as
`PayBand.note` first and then as `note`. Tests hold the names here to the schema's.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.content import schema

HELP = {
    "key": _(
        "A short name that stays for ever, in small letters and hyphens. Left empty, it is made from the"
        " text."
    ),
    "Skill.key": _("A skill from the shared list. One that is missing is added there first."),
    "ContactReference.key": _(
        "A contact from the shared list: its telephone number and address are kept there."
    ),
    "Section.key": _("Which of the site’s sections this is. A section can stand in a career once."),
    "Step.key": _("A short name that stays for ever. Moves name their steps by it."),
    "RelatedCareer.key": _(
        "The key of the other career, such as shop-manager. While it is not published, readers see its"
        " title without a link."
    ),
    "Profile.title": _("The job in the singular, such as Shop manager. It heads the page and every list."),
    "slug": _(
        "Small letters and hyphens, such as shop-manager. It ends the address of the page; after publishing,"
        " an old one goes on leading here."
    ),
    "standfirst": _("One sentence under the title that says what the job is. Readers see it in lists too."),
    "areas": _("The groups that the career is listed in."),
    "hidden_words": _("What people type in the search: misspellings and old names. Readers never see them."),
    "welsh_at_work": _("What employers ask for, as a source says it. Without a source: not known."),
    "welsh_note": _("One sentence for readers about using Welsh in the job."),
    "reviewed_on": _("The day a person last read the whole page and found it right. Empty: not yet."),
    "reviewed_by": _("The role, not the name, of who reviewed it, such as a careers adviser."),
    "review_due": _("The day the page should be read again. After it, the page stands on the work list."),
    "change_note": _("One sentence for readers about the last change, shown at the foot of the page."),
    "welsh_read_on": _("The day a fluent reader read the Welsh. Empty: not yet, and the page says so."),
    "welsh_read_by": _("The role of the fluent reader, not the name."),
    "notes": _("Readers never see this."),
    "out_of_date": _(
        "The desk keeps this itself when one language changes. One a line, the text and the day since when:"
        " sections.pay.answer.cy 2026-11-25"
    ),
    "note": _("One sentence beside the fact, where it needs one."),
    "AlternativeTitle.title": _(
        "Another name for the same job. Readers can find it in the search and A to Z."
    ),
    "OccupationCode.title": _("The official English title, word for word."),
    "sources": _("Where the fact comes from. Readers see it named beside the fact."),
    "RelatedCareer.sources": _("Without a source, the page says that it is our own view."),
    "Picture.sources": _("Only where the picture shows something that a source says."),
    "code": _("Figures as the list has them, such as 4143."),
    "KeyFact.kind": _("Which line of the label at the head of the page this is."),
    "value": _("A few words for the label at the head of the page, such as Shifts."),
    "Section.title": _("The heading of the section, the same on its page and in the menu."),
    "answer": _(
        "One sentence that answers the heading. Readers see it on the first page, before anything else."
    ),
    "prose": _(
        "Leave an empty line between paragraphs and before a list. A heading begins with ###. The buttons"
        " write the marks for you."
    ),
    "low": _(
        "The lowest figure that this source gives, in figures only, such as 21000. Empty: it gives none."
    ),
    "high": _("The highest figure that this source gives. Empty: it gives none."),
    "can_exceed": _(
        "Only where the source says that pay can pass this amount: ‘can exceed £60,000’ is 60000. It is drawn"
        " as an arrow, never as the end of a range."
    ),
    "PayBand.level": _("The stage that the source speaks of. Sources are never joined: one band each."),
    "PayBand.kind": _("Whether the source gives a range, an average or a median."),
    "full_time": _("Untick where the source speaks of part-time work."),
    "depends_on": _("What the pay depends on, as the source says it, such as the size of the team."),
    "dated": _(
        "A year, a month or a day, such as 2023-01. Empty: readers are told that the source gives no date."
    ),
    "PayBand.dated": _("The date of this figure. Empty: the date of the source, if it has one."),
    "HoursPattern.text": _("When people work, in one sentence, such as Shifts that include weekends."),
    "weekly_low": _("Hours in an ordinary week, in figures. Empty: the source does not say."),
    "weekly_high": _("Only where the source gives a range of hours."),
    "percentage": _("In figures, with one decimal at most, such as 12.5."),
    "Share.text": _("The sentence goes on from the figure: 12.5 per cent … work full time."),
    "Route.title": _("The way in, in a few words, such as Work your way up from the shop floor."),
    "Route.level": _("The level, as the source names it, such as Level 3."),
    "nations": _("Where this holds. Nothing ticked: the source does not say."),
    "requirements": _("What people are asked for on this route, as the source says it."),
    "for_adults": _("Shown in the section about changing career too."),
    "links": _("Places to go, from the shared list. One that is missing is added there first."),
    "Qualification.section": _("The section that shows it."),
    "Qualification.title": _("The qualification’s own name."),
    "units": _("Units of a qualification, or what a course covers."),
    "duration": _("Such as two years."),
    "mode": _("Such as part time, in the evenings."),
    "Skill.text": _("How the skill is used in this job. Empty: the skill is named and no more."),
    "Employer.title": _("A kind of employer, such as Banks and building societies."),
    "examples": _("Employers that the source names."),
    "Vacancy.title": _("The place where such jobs are advertised."),
    "Step.title": _("The job on this rung of the ladder."),
    "profile": _(
        "The key of the career on this site, if there is one. The step that names this career is marked."
    ),
    "start": _("The key of the step where the move begins."),
    "to": _("The key of the step where it leads. Only a move that a source states."),
    "Move.text": _("What it takes, in one sentence."),
    "RelatedCareer.title": _("The other career’s title, as readers see it."),
    "RelatedCareer.text": _(
        "One sentence: what the two have in common, or what leads from one to the other."
    ),
    "alt": _(
        "What somebody would miss who cannot see the picture, such as A manager listens to a caller while two"
        " colleagues work behind her. Not ‘picture of’."
    ),
    "caption": _(
        "One sentence under the picture that says what it means. It does not repeat the description."
    ),
    "credit": _("Who made the picture and may be named, such as Photograph: A. Example. Readers see it."),
    "focal_x": _(
        "What must be seen when the sides are cut, from 0 at the left to 100. Or choose it on the picture."
    ),
    "focal_y": _("From 0 at the top to 100."),
    "cover": _("The picture at the head of the page and where a link is shared. One is enough."),
    "person": _("Who is in the film."),
    "role": _("What the person does."),
    "Film.address": _(
        "The whole address, beginning https://. Nothing is loaded from there until a reader asks."
    ),
    "Film.seconds": _("In figures: a film of two minutes and a half is 150."),
    "Film.language": _("The language that is spoken."),
    "captions": _("The languages of the captions in the film."),
    "transcript": _("Everything that is said, for those who cannot hear it. The same marks as other texts."),
    "ContactReference.text": _("When a reader of this career should turn to them, in one sentence."),
    "Publication.title": _("The title as printed, in its own language."),
    "year": _("When it was published, such as 2019."),
    "Disagreement.section": _("The section that shows both sides."),
    "Disagreement.title": _("What the sources do not agree on, in a few words."),
    "Disagreement.text": _("Only what a source states about the reason. Empty: nobody says why."),
    "disagreement": _("The key of the disagreement that this is a side of. Each needs two sides."),
    "Claim.text": _("What this source says, in one sentence."),
    "Gap.section": _("The section that tells readers."),
    "Gap.text": _("One sentence for readers, such as We have found no figure for part-time work."),
    "Area.name": _("The area as readers see it, such as Shops and retail."),
    "Area.text": _("One sentence at the head of the area’s page."),
    "cloth": _("The woven pattern and the two colours that stand for the area."),
    "Source.name": _("The publisher’s short name as it stands beside a figure, such as Prospects."),
    "Source.publisher": _("The publisher’s full name, for the list of sources."),
    "Source.title": _("The page’s own title, in its own language."),
    "Source.address": _(
        "The whole address, beginning https://. The Welsh side only where there is a Welsh page."
    ),
    "audience": _("Who the source was written for, such as graduates."),
    "read_on": _("The day we read it. Empty: not recorded."),
    "checked_on": _("The day we last saw that this is right. Empty: not checked."),
    "estimate": _(
        "Our own judgement with its reason, where the source gives no date. Readers see that it is ours."
    ),
    "reliability": _("A sentence for readers about what the source is good for."),
    "SharedSkill.name": _("A skill in a few words, such as Listening. Careers are compared by it."),
    "organisation": _("The name as the organisation writes it."),
    "service": _("The service or programme within the organisation."),
    "descriptor": _("What it is, for those who do not know it, such as the union of shop workers."),
    "telephone": _("Figures and spaces, such as 0800 028 4844."),
    "web": _("The whole address, beginning https://. The Welsh side only where there is a Welsh page."),
    "Contact.nation": _("Whom it serves. Readers in other nations are told."),
    "welsh_service": _("Whether they answer in Welsh. Not known is better than a guess."),
    "state": _("Checked by us on a day; listed by a source and not checked; or known to be out of date."),
    "Contact.note": _("A sentence for readers, such as when the line is open."),
    "Link.text": _("What readers see and click. It says where the link leads, never ‘click here’."),
    "Link.address": _(
        "The whole address, beginning https://. The Welsh side only where there is a Welsh page."
    ),
    "page": _("One of our own pages, in place of an address."),
    "hourly": _("In figures, such as 12.71."),
    "applies_from": _("The day from which the law asks for it."),
    "weekly_hours": _(
        "The shortest week that we call full time when we work out a year’s pay: ours, not the law’s."
    ),
    "MinimumWage.source": _("Publisher and page, such as GOV.UK: National Minimum Wage rates."),
    "Page.title": _("The heading of the page, and its name in menus."),
    "description": _("One sentence that search engines and shared links show."),
}

ONE_A_LINE = _("One entry a line.")


def help_of(document: type[schema.Value], name: str) -> Promise | str:
    return HELP.get(f"{document.__name__}.{name}") or HELP.get(name, "")
