"""The sources that are cited in more than one place: by several causes, or by other rooms."""

from calfcause.causes.base import Reference

ARTICLE = Reference(
    "Amber Sayer, Sore Calves After Running? Here's 6 Reasons Why + How To Resolve It"
)
"""The article that calfcause is built on; each cause says what it says of it."""
STRAIN = Reference(
    "Meek et al. 2022, JBJS Rev 10:e21.00183", "https://doi.org/10.2106/JBJS.RVW.21.00183"
)
"""Calf strains come back in 19 to 31 %."""

DIARIES = Reference(
    "Running races from Strava, 40,658 runs of 116 runners 2010-2020, Kaggle",
    "https://github.com/Ianj751/Running-Stats-Predictor",
)
"""The real diaries that causes take their everyday scatter from; see simulate/compare."""
PRIMING = Reference("Maeo et al. 2017, PLoS ONE", "https://doi.org/10.1371/journal.pone.0173909")
"""Five easy minutes downhill, a week before, took soreness from a long walk downhill."""
GIRARD = Reference(
    "Girard et al. 2018, Eur J Sport Sci 18:1346", "https://pubmed.ncbi.nlm.nih.gov/30016189"
)
LAW = Reference(
    "Law & Herbert 2007, Aust J Physiother 53:91", "https://doi.org/10.1016/s0004-9514(07)70041-7"
)
TAKAYAMA = Reference("Takayama et al. 2017, J Sports Med", "https://doi.org/10.1155/2017/9402386")
FARRIS = Reference("Farris et al. 2012, J Appl Biomech 28:511")
