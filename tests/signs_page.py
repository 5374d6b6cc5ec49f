"""``python tests/signs_page.py`` writes docs/signs.md from the pictures; a test holds it fresh."""

from pathlib import Path

from calfcause.answer.picture import LEVELS, SELF_CARE, Picture, RedFlag, Term
from calfcause.answer.pictures import PICTURES
from calfcause.answer.sign_questions import sign_questions
from calfcause.answer.triage import HEADLINES
from calfcause.causes.base import Reference

PAGE = Path(__file__).parents[1] / "docs" / "signs.md"

INTRODUCTION = """\
# Signs that need a doctor

*For everyone who reads answers, and for clinicians who want to check them.*

Before anything else, calfcause reads the signs in a session and gives one of five levels, the most
urgent that any picture below leads to. No model takes part.

**Nothing validates these levels in runners.** Each picture rests on the source beside it, but few
sources name a level, and none was tested on sore calves after a run. The placing is a judgement,
stricter where sources differ. No study has counted what the rules miss or alarm for nothing. A sign
that nobody has answered may be there all the same: *self-care* means only that none was given.

- The most urgent picture wins. A reassuring answer never cancels one of the two highest levels.
- A picture can be one sign or a pair that is worse together.
- Every answer ends in a line of signs that need a doctor today. Where the calves are sore, signs
  that are open are asked for before training is.
- At the two highest levels there is no risk, no question and no exercise in the answer.
- *Confidence* is high where a guideline or an official page says it, medium where a review does or
  the level is a judgement from a clear source, low where single cases do.
- Where a row of a file cannot be read, or a cell of a sign in it, the level is *could not be
  judged*, unless another sign in it already gives one.

How urgent help is reached differs by country. Where no doctor can be seen within 24 hours, an
emergency department is the next step.
"""

END = """\
## What is not here

No column holds where exactly it hurts, since no place by itself changes the level: a spot on the
bone, a cord or lump and pain at night have columns of their own. So shin splints, a stiff Achilles
tendon, sciatica and heel pain of children come out as ordinary soreness. Heat exhaustion that eases
within half an hour, and aching legs on a statin without weakness, raise nothing.
"""


def page() -> str:
    """The page as Markdown, from the tables alone."""
    lines = [INTRODUCTION]
    for level in LEVELS:
        pictures = [picture for picture in PICTURES if picture.flag.level == level]
        lines += [f"## {level.capitalize()}", "", f"*{HEADLINES[level]}.*", ""]
        if level == SELF_CARE:
            lines += ["Sore calves that fit no picture, with a day to come back.", ""]
        for picture in pictures:
            lines += [*_picture(picture), ""]
    lines += [
        "## What is asked",
        "",
        "A line fills several columns: a no answers all, after a yes each is asked in full.",
    ]
    for number, (signs, question) in enumerate(sign_questions({}), start=1):
        lines += ["", f"{number}. {question}"]
        lines += [f"   - {words} (`{name}`)" for name, words in signs.items()]
    return "\n".join([*lines, "", END])


def _picture(picture: Picture) -> list[str]:
    flag = picture.flag
    cells = " or ".join(" with ".join(map(_term, terms)) for terms in picture.any_of)
    unless = " and ".join(map(_term, picture.unless))
    return [
        f"**{flag.sign[0].upper()}{flag.sign[1:]}** (`{flag.name}`)",
        "",
        f"- Raised by: {cells}{f'; not if {unless}' if unless else ''}.",
        f"- {flag.why} {flag.do} {flag.avoid}",
        f"- {_sources(flag)}. Confidence: {flag.confidence}.",
    ]


def _term(term: Term) -> str:
    if term.low == 1.0 and term.high == float("inf"):
        return f"`{term.column}`"
    if term.low == term.high:
        return f"`{term.column}` {term.low:g}"
    if term.high == float("inf"):
        whole = round(term.low, 6)
        return f"`{term.column}` {'at least' if term.low == whole else 'over'} {whole:g}"
    whole = round(term.high, 6)
    return f"`{term.column}` {'at most' if term.high == whole else 'under'} {whole:g}"


def _sources(flag: RedFlag) -> str:
    return "; ".join(map(_cite, (flag.source, *flag.more)))


def _cite(source: Reference) -> str:
    return f"[{source.cite}]({source.link})" if source.link else source.cite


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
