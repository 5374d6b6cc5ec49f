"""Where the signs for a clinician and the notes on soreness are published."""

from calfcause.causes.base import Reference

CLOT = Reference(cite="UCLH, Deep vein thrombosis", link="https://www.uclh.nhs.uk")
STRAIN = Reference(cite="Meek et al. 2022, JBJS Rev 10:e21.00183")
RUPTURE = Reference(cite="Torbay Physiotherapy, Achilles tendon rupture, torbayphysio.com")
PRESSURE = Reference(cite="Deduct MD, Calf pain, deductmd.com")
TIGHTNESS = Reference(cite="Exertional compartment syndrome, physio-fit-india.com")
NERVES = Reference(cite="Murtagh, General Practice: leg pain, mhmedical.com")
MARATHON = Reference(
    cite="Marathon running, one week later 2017",
    link="https://pmc.ncbi.nlm.nih.gov/articles/PMC5613699",
)
COURSE = Reference(
    cite="Wikipedia, Delayed onset muscle soreness",
    link="https://en.wikipedia.org/wiki/Delayed_onset_muscle_soreness",
)
ARTICLE = Reference(cite="Sayer, Sore Calves After Running?")
SPORTS_MEDICINE = Reference(
    cite="American College of Sports Medicine, in Delaware Online 2014",
    link="https://www.delawareonline.com/story/news/health/2014/02/03/"
    "medical-dictionary-delayed-onset-muscle-soreness/5187225/",
)
DOWNHILL_WALK = Reference(
    cite="Larger strength losses of plantar flexors 2018",
    link="https://pubmed.ncbi.nlm.nih.gov/30016189",
)
URLANDO = Reference(cite="Urlando & Hawkins 2007, MSSE 39:1147")
MAEO = Reference(
    cite="Maeo et al. 2017, PLoS ONE", link="https://doi.org/10.1371/journal.pone.0173909"
)
LAW = Reference(cite="Law & Herbert 2007", link="https://doi.org/10.1016/s0004-9514(07)70041-7")
ZHOU = Reference(cite="Zhou et al. 2024", link="https://doi.org/10.1016/j.jbmt.2024.10.009")
HERBERT = Reference(
    cite="Herbert et al. 2011", link="https://doi.org/10.1002/14651858.CD004577.pub3"
)
FARRIS = Reference(cite="Farris et al. 2012, J Appl Biomech 28:511")
