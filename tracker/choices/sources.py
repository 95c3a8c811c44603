"""What documents there are, how precisely dates are known, what a citation is for."""

from django.utils.translation import gettext_lazy as _

from tracker.choices.vocabulary import Vocabulary


class SourceKind(Vocabulary):
    """What kind of document a source is."""

    ADOPTED_STATEMENT = (
        "adopted_statement",
        _("Text adopted by a conference or by states."),
        _("Adopted statement"),
    )
    OFFICIAL_PROFILE_PAGE = (
        "official_profile_page",
        _("Page of a ministry or organisation describing relations or roles."),
        _("Official profile page"),
    )
    ENCYCLOPAEDIC_ARTICLE = (
        "encyclopaedic_article",
        _("Third-party descriptive article."),
        _("Encyclopaedic article"),
    )
    PARTY_PLATFORM = (
        "party_platform",
        _("Programme or concept of a party or movement."),
        _("Party platform"),
    )
    NEWS_ARTICLE_WITH_STATEMENT = (
        "news_article_with_statement",
        _("News article that carries or paraphrases an official statement."),
        _("News article with statement"),
    )
    TREATY_TEXT = (
        "treaty_text",
        _("Text of a treaty or convention, with its stage (draft, initialled, signed, in force)."),
        _("Treaty text"),
    )
    RESOLUTION = (
        "resolution",
        _("Resolution of a UN or other body."),
        _("Resolution"),
    )
    OFFICIAL_PRESS_RELEASE = (
        "official_press_release",
        _("Press release or readout of a state body or organisation."),
        _("Official press release"),
    )
    ACTION_PLAN_COMMITMENT = (
        "action_plan_commitment",
        _("Page of a commitment in an action plan."),
        _("Action plan commitment"),
    )
    NEWS_REPORT = (
        "news_report",
        _("Reporting on what happened."),
        _("News report"),
    )
    ANALYSIS = (
        "analysis",
        _("Analysis or opinion."),
        _("Analysis"),
    )
    REFERENCE = (
        "reference",
        _("Reference work."),
        _("Reference"),
    )


class Precision(Vocabulary):
    """How precisely a date is known."""

    DAY = (
        "day",
        _("Known to the day."),
        _("Day"),
    )
    RANGE = (
        "range",
        _("A stated range of days: store both ends."),
        _("Range"),
    )
    MONTH = (
        "month",
        _("Known to the month."),
        _("Month"),
    )
    YEAR = (
        "year",
        _("Known to the year."),
        _("Year"),
    )
    BEFORE = (
        "before",
        _("Not after the given date."),
        _("Before"),
    )
    AFTER = (
        "after",
        _("Not before the given date."),
        _("After"),
    )
    BETWEEN = (
        "between",
        _("Between two bounds, from evidence in or outside the text."),
        _("Between"),
    )
    OPEN = (
        "open",
        _("No end date: standing or open-ended."),
        _("Open"),
    )
    RECURRING = (
        "recurring",
        _("Falls due again and again (store the interval)."),
        _("Recurring"),
    )
    VAGUE = (
        "vague",
        _(
            "The text gives a vague time (“in the near future”, “without delay”, "
            "“immediately”, “soonest”)."
        ),
        _("Vague"),
    )
    UNKNOWN = (
        "unknown",
        _("Not given and not derivable."),
        _("Unknown"),
    )


class CitationRole(Vocabulary):
    """What a citation does for the record it is attached to."""

    PRIMARY = (
        "primary",
        _("The wording on which the record rests."),
        _("Primary"),
    )
    PARAPHRASE = (
        "paraphrase",
        _("The same commitment in the words of the reporter, in the same or another source."),
        _("Paraphrase"),
    )
    CONTEXT = (
        "context",
        _("Needed to read the primary passage (the list heading, the actor, the date)."),
        _("Context"),
    )
    EVIDENCE = (
        "evidence",
        _("What a status, verdict or figure rests on."),
        _("Evidence"),
    )


class Stance(Vocabulary):
    """What a citation says about the statement it is attached to."""

    SUPPORTS = (
        "supports",
        _("Supports the status named."),
        _("Supports"),
    )
    CONTRADICTS = (
        "contradicts",
        _("Speaks against the status suggested."),
        _("Contradicts"),
    )
    QUALIFIES = (
        "qualifies",
        _("Supports it with a limit or in other terms."),
        _("Qualifies"),
    )
    CONTEXT = (
        "context",
        _("Needed to read the record; supports no status by itself."),
        _("Context"),
    )


class Reliability(Vocabulary):
    """Who stands behind an external page."""

    OFFICIAL = (
        "official",
        _("Published by a state body or an international organisation about its own act."),
        _("Official"),
    )
    OFFICIAL_VIA_MEDIA = (
        "official_via_media",
        _("Official text or quotation carried by a news outlet."),
        _("Official via media"),
    )
    ESTABLISHED_NEWS = (
        "established_news",
        _("News agency or outlet with editorial standards; independent of the parties."),
        _("Established news"),
    )
    PARTY_LINKED_NEWS = (
        "party_linked_news",
        _(
            "Outlet owned by, close to or writing from the side of one party. Good for "
            "that side’s terms."
        ),
        _("Party linked news"),
    )
    MOVEMENT_OR_ADVOCACY = (
        "movement_or_advocacy",
        _("Movement, non-governmental organisation or advocacy outlet."),
        _("Movement or advocacy"),
    )
    REFERENCE = (
        "reference",
        _("Reference work."),
        _("Reference"),
    )
    LOW = (
        "low",
        _("Aggregator, machine-written or unidentified. Never the only source for a status."),
        _("Low reliability"),
    )
