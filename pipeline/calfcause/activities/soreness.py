"""Titles and notes that tell of sore calves, in ten languages: a guess for the runner to confirm.

A calf and a word for sore within five words of each other in one sentence, with no negation, no
other run and no false friend (calf raises, *lægen* the doctor). A calf alone tells nothing.
"""

import re
from dataclasses import dataclass

from calfcause.activities.sports import plain

NEAR = 5
MOST_LETTERS = 20_000
_WORD = re.compile(r"[^\W_]+|[🔥😭]")
_SENTENCE = re.compile(r"[.!?;\n|]+")


@dataclass(frozen=True)
class _Language:
    """Patterns of whole words, in small letters without accents."""

    calf: str
    sore: str
    negation: str
    # Beside the calf: then it is not a sore calf but an exercise, a sock or an animal
    friends: str = "-"


_LANGUAGES = (
    _Language(
        r"cal(f|ves|fs|ve)|claves|caves|soleus|gastrocs?|gastrocnemius",
        r"sore\w*|tight\w*|stiff\w*|solid|rocks?|concrete|bricks|fire|burn\w*|scream\w*|killing|ach\w+"
        r"|knot\w*|cramp\w*|tender|trashed|cooked|fried|shot|wrecked|toast|battered|shredded|ruined"
        r"|destroyed|smoked|blown|heavy|niggl\w*|twinge\w*|grumbl\w*|angry|moaning|unhappy|protesting"
        r"|complaining|seized|locked|ouch|ow|doms|agony|rip|hurt\w*|pain\w*|🔥|😭",
        r"no|not|never|without|gone|fine|less|nothing|isn|aren|wasn|weren|don|didn|happy|finally",
        r"stretch\w*|raises?|sleeves?|guards?|compression|socks?|massage|roller|strength\w*|cows?"
        r"|exercises?|tattoo|implants?|deep|high|day|work|leather|rehab",
    ),
    _Language(
        r"waden?|wadenmusk\w+|soleus",
        r"muskelkater|(brett|stein)?hart\w*|verhartet\w*|fest|zu|dicht|verspannt\w*|verkrampft\w*"
        r"|krampf\w*|zwick\w*|zieh\w*|ziep\w*|schmerz\w*|weh|brenn\w*|schwer\w*|dick\w*|gereizt|zick\w*"
        r"|streik\w*|platt|eimer|beton|stein",
        r"keine?n?|nicht|ohne|weg|nie|nichts|locker|endlich",
        r"dehn\w*|heben|stulpen|training|wickel",
    ),
    _Language(
        r"waden(muskelkater|krampf\w*|schmerz\w*|probleme?)", r"\w+", r"keine?n?|ohne|weg|nicht"
    ),
    _Language(
        r"mollets?|soleaires?",
        r"courbatur\w*|durs?|tendus?|raid\w*|contractur\w*|crampes?|doul\w*|mal|tire\w*|lourds?|feu"
        r"|brul\w*|explos\w*|detruits?|cuits?|hs|compote|bois|beton|siffl\w*|grinc\w*",
        r"pas|plus|sans|aucune?|jamais|fini\w*",
        r"manchons?|etire\w*|extensions?|oeuf|gras",
    ),
    _Language(
        r"gemelos?|pantorrillas?|soleos?",
        r"agujetas|cargad\w+|sobrecarga\w*|dur[oa]s?|tens[oa]s?|dol\w+|duele\w*|molesti\w*|arde\w*"
        r"|quema\w*|calambres?|tirantes?|pesad\w+|petad\w+|reventad\w+|destrozad\w+|piedras?|subido"
        r"|bola|contractur\w*",
        r"sin|no|ya|nada|bien|nunca",
        r"estira\w*|ejercicios?|medias?|twins|kids",
    ),
    _Language(
        r"polpacc\w+|soleo",
        r"indolenzi\w*|dolor\w*|dolen\w*|dur[oi]|rigid[oi]|contratt\w+|affaticat\w+|sovraccaric\w+"
        r"|cramp\w+|male|brucia\w*|fiamme|marmo|legno|pietra|cott[oi]|pezzi|lamenta\w*|gonfi\w*",
        r"senza|non|niente|ok|mai",
        r"stretching|calze",
    ),
    _Language(
        r"kuit(en)?|kuitspier(en)?|soleus",
        r"spierpijn|stij(f|ve)|harde?|pijn\w*|zeer|zere|verzuurd\w*|verkrampt\w*|kramp\w*|strakke?|beton"
        r"|last|zeur\w*|brand\w*|zwa(ar|re)|opspelen|protest\w*|kapot\w*|gesloopt\w*|zure",
        r"geen|niet|zonder|goed",
        r"rek\w*|strek\w*|compressie\w*",
    ),
    _Language(r"kuit(pijn|kramp)\w*", r"\w+", r"geen|niet|zonder"),
    _Language(
        r"panturrilhas?|gemeos?|soleos?|solear|(barriga|batata)",
        r"doridas?|dolorid[ao]s?|dor(es)?|dur[ao]s?|rigid[ao]s?|travad[ao]s?|pres[ao]s?|tens[ao]s?"
        r"|c[ai]i?[mn]?bras?|pesad[ao]s?|queima\w*|ard\w+|destruid[ao]s?|moid[ao]s?|inchad[ao]s?"
        r"|incomod\w+",
        r"sem|nao|nada|nunca",
        r"alongamento\w*|meias?|reforco|kids",
    ),
    _Language(
        r"laeg(gen?|gene|muskel\w*|muskler\w*)?|laegen",
        r"om(me|hed)?|stiv\w*|stramm\w*|hard\w*|ondt|smert\w*|kramp\w*|syr\w*|braend\w*|tunge|driller"
        r"|spaend\w*|smadre\w*|beton",
        r"ingen|ikke|uden|aldrig",
        r"sig|mig|kan|til",
    ),
    _Language(
        r"vad(en|er|erna)|vadmusk\w+",
        r"om(ma|mande)?|traningsvark|stela?|stumma?|(sten)?hard\w*|strama?|ont|kramp\w*|sura|brinn\w*"
        r"|skrik\w*|tunga|spand\w*|brakar|karvar|mor|kanning|doda|fiolstrang",
        r"inga|inte|utan|aldrig|bra",
        r"skydd|press|film",
    ),
    _Language(r"vadkramp\w*", r"\w+", r"inga|ingen|inte|utan"),
    _Language(
        r"lydk\w+|lydek|plaszczkowat\w+|brzuchat\w+",
        r"bol\w*|obolal\w*|zakwas\w*|tward\w*|spiet\w*|napie\w*|skurcz\w*|sztywn\w*|ciezk\w*|pala|pieka"
        r"|nabit\w*|zabit\w*|zajecha\w*|kamien\w*|beton\w*|ciagn\w*|znaki",
        r"nie|bez|brak|juz",
        r"rozciaga\w*|opaski|skarpet\w*|krzysia",
    ),
)
# Words that speak of an earlier run.
_EARLIER = re.compile(
    r"yesterday|last|gestern|hier|ayer|ieri|gisteren|ontem|igar|wczoraj"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)day s?|(mon|diens|donners|frei|sams|sonn)tag"
)


def sore_phrase(text: str) -> str:
    """The words of a text that tell of sore calves, empty if none do.

    >>> sore_phrase("10k, then calves on fire"), sore_phrase("Calf raises, then 5k")
    ('calves on fire', '')
    """
    for sentence in _SENTENCE.split(text[:MOST_LETTERS]):
        words = [(found[0], plain(found[0])) for found in _WORD.finditer(sentence)]
        for language in _LANGUAGES:
            if phrase := _phrase(words, language):
                return phrase
    return ""


def _phrase(words: list[tuple[str, str]], language: _Language) -> str:
    def places(pattern: str) -> list[int]:
        whole = re.compile(pattern)
        return [at for at, (_, word) in enumerate(words) if whole.fullmatch(word)]

    calves = places(language.calf)
    if not calves:
        return ""
    refusing = {*places(language.negation), *places(_EARLIER.pattern)}
    friends = set(places(language.friends))
    itself = language.sore == r"\w+"  # one word for both, as Wadenkrampf
    for calf in calves:
        if friends & {calf - 1, calf + 1}:
            continue
        for sore in [calf] if itself else places(language.sore):
            if abs(sore - calf) > NEAR or (sore == calf and not itself):
                continue
            first, last = min(calf, sore), max(calf, sore)
            if not refusing & set(range(first - 2, last + 3)):
                return " ".join(word for word, _ in words[first : last + 1])
    return ""
