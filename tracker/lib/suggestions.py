"""Sentences of a text that look like commitments: an offer to an editor, never an entry.

Each kind of verb below carries the value of the Modality vocabulary that it suggests. A verb that
states something comes before one that only accompanies it (“Believing ..., the parties agree”). A list
item without a verb of its own takes that of the line above the list. Nothing is known here about any
one document: the words are those of declarations, resolutions, treaties and programmes at large.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.lib import quotes, sentences
from tracker.lib.sentences import Clause


@dataclass(frozen=True)
class Suggestion:
    """A stretch of text, the modality its verb suggests, and that verb as it stands in the text."""

    start: int
    end: int
    modality: str
    verb: str


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What a modal verb is followed by, so that the verb reads “shall not take” or “should be deepened”; but
# “will” alone where its verb stands farther off: “will, if necessary, open”, “will at no time open”.
_NO_VERB = (
    r"(?:a|about|after|again|all|always|an|and|any|as|at|before|by|during|each|either|even|ever|every|for|from"
    r"|further|hence|however|if|in|instead|into|it|jointly|likewise|more|neither|never|no|nor|of|on|once|only"
    r"|or|over|own|per|similarly|soon|still|that|the|their|therefore|these|they|this|those|through|throughout"
    r"|thus|to|together|too|under|until|upon|we|when|where|whether|which|while|with|within|without|\d\w*+)"
)
_REST = rf"(?: (?:not|also|then|now|both|\w{{2,20}}ly)\b){{0,2}}(?: be)?(?: (?!{_NO_VERB}\b)\w++)?"
_TREATY = (
    r"(?= (?:[\w\"“'’,-]++ ){0,8}?[\"“']?"
    r"(?:conventions?|treat(?:y|ies)|agreements?|protocols?|covenants?|pacts?|charter)\b)"
)
_INITIATIVE = r"(?:bids?|candidac(?:y|ies)|candidatures?|efforts?|initiatives?|proposals?)\b"
_GOAL = r"(?:aims?|purposes?|goals?|objectives?|priorit(?:y|ies)|tasks?|missions?)"
_READY = r"(?:intention|readiness|willingness|determination|resolve)"
_OFTEN = r"(?:every (?:\w++ )?(?:month|year)s?|(?:once|twice) (?:a|every|per)|annually)"

# In the order in which they are tried where two begin at the same word. A space stands for any
# white space.
_STATED = {
    "performs": [
        r"hereby (?:accept|cede|declare|establish|grant|recogni[sz]e|release|renounce|terminate|waive"
        r"|withdraw)s?",
        r"(?:releases|withdraws|renounces|ratifies|accedes to|relinquishes|lifts|hands over)",
        r"by (?:releasing|withdrawing|renouncing|relinquishing|lifting|handing over)",
        rf"(?:(?:has|have) )?(?:sign|join|ratifi)(?:ed|ing|es){_TREATY}",
        rf"(?:(?:has|have) )?acced(?:ed|ing) to{_TREATY}",
    ],
    "decides": [
        r"decides",
        r"(?:decided?|resolve[sd]?) (?:to|that|on|upon)",
        r"(?:authori[sz]es|directs)",
        r"(?:took|takes?|have taken|has taken) (?:the|a) decision",
    ],
    "demands": [r"demand(?:s|ed)?(?! (?:for|of|in)\b)", r"insist(?:s|ed)? (?:that|on|upon)"],
    "shall": [rf"(?:shall|must){_REST}", r"(?:is|are) (?:obliged|obligated|required|bound) to"],
    "will": [rf"will{_REST}"],
    "agrees": [
        r"(?:has|have) agreed",
        r"agree[sd]?",
        r"consent(?:s|ed)? to",
        r"(?:an )?agreement (?:has been|have been|was|is) reached",
        r"reach(?:es|ed)? (?:an )?agreement",
    ],
    "is_committed": [
        r"(?:is|are|remains?|stands?) (?:\w{2,20}ly )?(?:committed|dedicated|devoted) to",
        r"(?:commits?|pledge[sd]?|undertake[sn]?|undertook|promise[sd]?|vow(?:s|ed)?)"
        r"(?: (?:itself|themselves|ourselves))? (?:to|that|not to|not)",
    ],
    "supports": [
        r"(?:supports|endorse[sd]?)",
        r"(?:we|fully|firmly|strongly|also) support(?:ed)?",
        r"support(?:ed)?(?= (?:the|this|these|its|their|his|her|all|any|each)\b)",
        rf"to support(?= (?:[\w’'-]++ ){{1,4}}?{_INITIATIVE})",
        r"(?:express|reaffirm)(?:es|ed|s)? (?:its|their|our|the) (?:full |strong )?support",
    ],
    "acts_as": [
        r"act(?:s|ed)? as",
        r"serves? as (?:an? |the )?(?:chair|coordinator|depositary|guarantor|host|mediator)",
        r"(?:holds?|assumes?) the (?:chair|presidency|chairmanship)",
    ],
    "reaffirms": [
        r"(?:re)?affirm(?:s|ed)?",
        r"(?:reconfirm|restate|reiterate|recommit)(?:s|d|ed)?",
        rf"confirm(?:s|ed)? (?:its|their|our|the) (?:{_READY}|commitment|support|adherence)",
        r"(?:stress|underline|underscore)(?:s|d|es|ed)? (?:its|their|our) commitment",
    ],
    "intends": [
        r"(?:intend|plan)(?:s|ed)? to",
        r"(?:is|are) planning to",
        r"(?:is|are) (?:ready|prepared|determined|resolved|willing) to",
        rf"(?:express|declare|state)(?:s|es|d|ed)? (?:its|their|our|the) {_READY}",
    ],
    "aims": [
        r"(?:aims?|seeks?|sought|strives?|strove) (?:to|at)",
        r"(?:is|are|was|were) (?:aimed at|directed at|focus+ed on)",
        rf"(?:the|an?|its|their|our) (?:\w++ )?{_GOAL}(?: \w++){{0,12}}? (?:is|are|was|were) to",
    ],
    "should": [rf"(?:should|ought to){_REST}", r"recommend(?:s|ed)?"],
    "condemns": [r"(?:condemn(?:s|ed)?|deplore[sd]?|denounce[sd]?)"],
    "calls_on": [
        r"call(?:s|ed)? (?:up)?on",
        r"call(?:s|ed)? for",
        r"(?:urge|invite)[sd]?",
        r"(?:request|encourage|implore)(?:s|d|ed)? (?:all|the|its|every|each|any)",
        r"appeal(?:s|ed)? to",
    ],
    "participates": [
        r"(?:is|are) (?:\w++ ){0,2}?participating in",
        r"participates? (?:\w{2,20}ly )?in",
        r"takes? (?:an active )?part in",
        r"(?:has|have) joined",
    ],
    "hopes": [
        r"(?:do |does )?hope[sd]?(?! for\b)",
        r"(?:looks?|looked) forward to",
        r"express(?:es|ed)? (?:its|their|our|the) hope",
    ],
    "believes": [
        r"believe[sd]?",
        r"share[sd]? the (?:\w++ )?(?:view|opinion|conviction|belief)",
        r"(?:is|are|was|were) (?:of the (?:view|opinion)|convinced|confident)",
        r"consider(?:s|ed)? that",
        r"is a matter of",
        r"(?:stress|underline|underscore|emphasi[sz]e)(?:s|d|es|ed)? the (?:importance|need|necessity)",
    ],
    # How often a body meets or reports: a rule that is described, with no verb of promise.
    "describes": [
        rf"(?:conven|meet|hold|gather|report)(?:es?|s|ing)(?= (?:[\w’'-]++ ){{0,10}}?{_OFTEN})"
    ],
}

# Tried only where the clause states nothing.
_ACCOMPANYING = {
    "demands": [r"(?:demanding|insisting)"],
    "reaffirms": [r"(?:reaffirming|reconfirming|reiterating)"],
    "condemns": [r"(?:condemning|deploring)"],
    "calls_on": [r"(?:calling (?:up)?on|urging|appealing to)"],
    "hopes": [r"hoping"],
    "believes": [r"(?:believing|convinced|sharing the view)"],
    "agrees": [r"agreeing"],
    "decides": [r"(?:deciding|resolving) (?:to|that)"],
    "intends": [r"(?:intending|resolved|determined|desiring) to"],
    "aims": [r"(?:seeking|striving|aiming) (?:to|at)"],
}

# An aim named by a noun at the head of a list item: “Promotion of”, “Peaceful settlement of”.
_NAMED_AIM = re.compile(
    r"(?:to\s++[a-z]++|(?:[\w-]++\s++){0,2}?"
    r"(?!(?:na|sec|ques|posi|condi|popula)tion|(?:govern|parlia|docu|depart|state)ment)"
    r"(?:[\w-]{3,30}?(?:tion|sion|ment|ance|ence)|conduct|support|respect|return|release|withdrawal"
    r"|removal|renewal|reform|protection)\s++(?:of|to|into|for|with|in))\b",
    re.IGNORECASE,
)

# What a word means depends on the one before it: “the demand”, “does not support”, “to agree”.
_BEFORE_A_NOUN = _words(
    "a an any as every for her his in its my no of our some such the their under with without your"
)
_BEFORE_WHAT_IS_NOT_STATED = _words("can cannot could did does may might never nor not to would")
# Who does it, or when, is denied: “Nobody will be expelled”, “shall under no circumstances close”.
_DENIED = re.compile(
    r"\b(?:few|hardly|neither|no|nobody|none|nor|nothing|rarely|scarcely|seldom)\b", re.IGNORECASE
)
# “has not yet agreed”, “no longer supports”; but “not only supports”.
_STILL_NEGATED = re.compile(
    r"\b(?:(?:cannot|never|not|\w+n['’]t)\s++(?!only\b)(?:even|ever|yet|\w{2,20}ly)|no\s++longer)\s*$",
    re.IGNORECASE,
)
_HALVES = _words("be must not ought shall should will")
_RELATIVES = _words("that which who")
_WILLS = _words("free good ill people's political strong")
# Modal verbs that tell how to read a text, or what comes of something by itself.
_EMPTY = re.compile(
    r"(?:shall|should|must|will) (?:.* )?(?:mean|means|affect|depend|lead|result|be (?:clear|deemed"
    r"|mentioned|noted|recalled|remembered|understood))$"
)
_CONSEQUENCE = re.compile(
    r"(?:as a (?:consequence|result)|consequently|hence|otherwise|thus)\b", re.IGNORECASE
)
_PREVIOUS_WORD = re.compile(r"([\w'’]++)[\s\"“]*$")
_FARTHEST_BACK = 48


def _compiled(verbs: dict[str, list[str]]) -> re.Pattern[str]:
    """One pattern whose group tells the modality; each begins and ends at a whole word."""
    groups = (f"(?P<{modality}>{'|'.join(patterns)})" for modality, patterns in verbs.items())
    return re.compile(rf"\b(?:{'|'.join(groups)})\b".replace(" ", r"\s++"), re.IGNORECASE)


_STATED_PATTERN = _compiled(_STATED)
_ACCOMPANYING_PATTERN = _compiled(_ACCOMPANYING)


def suggest(text: str) -> list[Suggestion]:
    """What an editor may want to look at, in the order of the text; none overlaps another."""
    return list(_suggestions(text))


def certain(text: str, start: int, end: int) -> Suggestion | None:
    """What a stretch of the text suggests, if it reads so by itself and in its paragraphs; else None.

    Words that are cut from a sentence may have lost their “not”, or the verb that governs them. A modal
    verb without the verb that it goes with is half of one.
    """
    alone = suggest(text[start:end])
    touched = [block for block in quotes.blocks(text) if block.start < end and start < block.end]
    if len(alone) != 1 or not touched:
        return None
    first, last = touched[0].start, touched[-1].end
    around = [
        found for found in suggest(text[first:last])
        if found.start < end - first and start - first < found.end
    ]  # fmt: skip
    read = [(found.modality, found.verb) for found in (*alone, *around)]
    is_half = alone[0].verb.lower().split()[-1] in _HALVES or _DENIED.search(text, start, end)
    return alone[0] if len(read) == 2 and read[0] == read[1] and not is_half else None


def _suggestions(text: str) -> Iterator[Suggestion]:
    clauses = list(sentences.clauses(text))
    lead: Suggestion | None = None
    for clause, following in zip(clauses, [*clauses[1:], None], strict=False):
        found = _read(text, clause)
        if clause.is_lead and following is not None and following.is_item:
            lead = found or (lead if clause.is_item else None)
            continue
        if not clause.is_item:
            lead = None
        found = found or _carried(clause, lead) or _named_aim(text, clause)
        if found is not None:
            yield found


def _read(text: str, clause: Clause) -> Suggestion | None:
    """What the verb of the clause suggests; of several the first, or that next to a list."""
    if text[clause.end - 1] == "?":
        return None
    for pattern in (_STATED_PATTERN, _ACCOMPANYING_PATTERN):
        matches = pattern.finditer(text, clause.start, clause.end)
        meant = [match for match in matches if _is_meant(text, clause, match)]
        if meant:
            verb = meant[-1] if clause.is_lead else meant[0]
            return Suggestion(clause.start, clause.end, str(verb.lastgroup), verb[0])
    return None


def _carried(clause: Clause, lead: Suggestion | None) -> Suggestion | None:
    """The verb above the list, for the sentence that opens an item: “The parties shall: ...”."""
    if lead is None or not clause.is_first:
        return None
    return Suggestion(clause.start, clause.end, lead.modality, lead.verb)


def _named_aim(text: str, clause: Clause) -> Suggestion | None:
    found = _NAMED_AIM.match(text, clause.start, clause.end) if clause.is_item else None
    return Suggestion(clause.start, clause.end, "aims", found[0]) if found else None


def _is_meant(text: str, clause: Clause, match: re.Match[str]) -> bool:
    """Whether the words are a verb of the clause, and one that says something of this kind."""
    previous = _word_before(text, clause.start, match.start())
    if match.lastgroup == "will":
        is_noun = previous in _BEFORE_A_NOUN or previous in _WILLS
        foretells = previous in _RELATIVES or _CONSEQUENCE.match(text, clause.start)
        return not (is_noun or foretells or _is_empty(match[0]))
    if match.lastgroup in {"shall", "should"}:
        return not _is_empty(match[0])
    return not (
        previous in _BEFORE_A_NOUN
        or previous in _BEFORE_WHAT_IS_NOT_STATED
        or previous.endswith(("n't", "n’t"))
        or _STILL_NEGATED.search(
            text, max(clause.start, match.start() - _FARTHEST_BACK), match.start()
        )
    )


def _word_before(text: str, start: int, at: int) -> str:
    found = _PREVIOUS_WORD.search(text[max(start, at - _FARTHEST_BACK) : at])
    return found[1].lower() if found else ""


def _is_empty(verb: str) -> bool:
    return _EMPTY.match(" ".join(verb.lower().split())) is not None
