"""Where the notes on soreness are published; see also ``sign_sources`` and causes/sources."""

from calfcause.causes.base import Reference

SPORTS_MEDICINE = Reference(
    cite="American College of Sports Medicine, in Delaware Online 2014",
    link="https://www.delawareonline.com/story/news/health/2014/02/03/"
    "medical-dictionary-delayed-onset-muscle-soreness/5187225/",
)
GROWTH_PLATE = Reference(
    cite="PodiatryFAQ, What age does calcaneal apophysitis occur at",
    link="https://podiatryfaq.com/knowledge-base/what-age-does-calcaneal-apophysitis-occur-at/",
)
URLANDO = Reference(cite="Urlando & Hawkins 2007, MSSE 39:1147")
ZHOU = Reference(
    cite="Zhou et al. 2024, J Bodyw Mov Ther", link="https://doi.org/10.1016/j.jbmt.2024.10.009"
)
HERBERT = Reference(
    cite="Herbert et al. 2011, Cochrane", link="https://doi.org/10.1002/14651858.CD004577.pub3"
)
