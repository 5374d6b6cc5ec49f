"""Where the pictures of signs come from: guidelines, reviews, official pages; cases where no more.

Text or abstract was read again before citing, but of INJURY, CELLULITIS and ANTIBIOTICS only copies
or summaries, of SORENESS not the passage on days, and RHABDO_RISK not at all.
"""

from calfcause.causes.base import Reference


def _doi(cite: str, doi: str) -> Reference:
    return Reference(cite=cite, link=f"https://doi.org/{doi}")


LUNG_CLOT = Reference(
    cite="Asthma + Lung UK, Pulmonary embolism: symptoms",
    link="https://www.asthmaandlung.org.uk/conditions/pulmonary-embolism/what-symptoms",
)
HEAT = _doi(
    "Roberts et al. 2021, ACSM expert consensus, CSMR 20:470", "10.1249/JSR.0000000000000878"
)
SODIUM = Reference(
    cite="Bennett et al. 2014, Wilderness Medical Society guidelines, WEM 25:S30",
    link="https://www.wemjournal.org/article/S1080-6032(14)00271-3/fulltext",
)
SICKLING = Reference(
    cite="NATA 2012, guidelines on exertional sickling",
    link="https://www.nata.org/press-release/050912/"
    "guidelines-reduce-or-prevent-onset-exertional-sickling-athletic-participation",
)
ARTERY = Reference(
    cite="RCEM Learning 2022, Acute limb ischaemia",
    link="https://www.rcemlearning.co.uk/reference/acute-limb-ischaemia/",
)
PRESSURE = Reference(
    cite="British Orthopaedic Association 2014, BOAST: compartment syndrome of the limbs",
    link="https://www.boa.ac.uk/resources/boast-10-pdf.html",
)
PRESSURE_AFTER_STRAIN = _doi(
    "Sit & Lui 2015, Foot Ankle Spec 8:65 (one case)", "10.1177/1938640014543360"
)
RHABDO = Reference(
    cite="CDC/NIOSH, Rhabdomyolysis: signs and symptoms",
    link="https://www.cdc.gov/niosh/topics/rhabdo/symptoms.html",
)
RHABDO_RISK = Reference(
    cite="Scalco et al. 2016, BMJ Open Sport Exerc Med 2:e000151",
    link="https://bmjopensem.bmj.com/content/2/1/e000151",
)
DEEP_CLOT = Reference(
    cite="NICE NG158 2020, Venous thromboembolic diseases",
    link="https://www.nice.org.uk/guidance/ng158/chapter/Recommendations",
)
CLOT_SIGNS = Reference(
    cite="American Family Physician 2019;100:778, suspected leg clots in primary care",
    link="https://www.aafp.org/pubs/afp/issues/2019/1215/p778.html",
)
CLOT_IN_RUNNER = _doi("Theiss et al. 2011, JOSPT 41:942 (one case)", "10.2519/jospt.2011.3823")
VEIN = _doi("Litzendorf & Satiani 2011, Vasc Health Risk Manag 7:569", "10.2147/VHRM.S15562")
ANEURYSM = Reference(
    cite="NHS Northern Devon referral guidance, Popliteal aneurysms",
    link="https://northeast.devonformularyguidance.nhs.uk/referral-guidance/northern-locality/"
    "vascular/popliteal-and-other-aneurysms-excluding-aortic-aneurysms",
)
ACHILLES = _doi("Boyd et al. 2015, Br J Gen Pract 65:668", "10.3399/bjgp15X688069")
STRAIN = _doi("Meek et al. 2022, JBJS Rev 10:e21.00183", "10.2106/JBJS.RVW.21.00183")
INJURY = Reference(
    cite="NHS, Sprains and strains", link="https://www.nhs.uk/conditions/sprains-and-strains/"
)
THINNERS = Reference(
    cite="Collins et al. 2005, Injury Extra 36:253 (one case)",
)
CRAMP = Reference(cite="nidirect, Leg cramps", link="https://www.nidirect.gov.uk/node/10453")
CELLULITIS = Reference(cite="NHS, Cellulitis", link="https://www.nhs.uk/conditions/cellulitis/")
FASCIITIS = Reference(
    cite="UK Health Security Agency, Necrotising fasciitis",
    link="https://www.gov.uk/guidance/necrotising-fasciitis-nf",
)
CAUDA_EQUINA = Reference(
    cite="Royal Free London NHS, Cauda equina syndrome",
    link="https://www.royalfree.nhs.uk/patients-and-visitors/patient-information-leaflets/"
    "cauda-equina-syndrome",
)
FOOT_DROP = Reference(
    cite="Stevens et al. 2015, BMJ 350:h1736", link="https://www.bmj.com/content/350/bmj.h1736"
)
EXERTIONAL_PRESSURE = _doi("Buerba et al. 2019, OAJSM 10:71", "10.2147/OAJSM.S168368")
NARROW_ARTERIES = Reference(
    cite="NICE CG147, Peripheral arterial disease",
    link="https://www.nice.org.uk/guidance/cg147/chapter/context",
)
BONE = Reference(
    cite="Bone stress injuries in runners 2020, J Korean Med Sci",
    link="https://pmc.ncbi.nlm.nih.gov/articles/PMC7049623",
)
ANTIBIOTICS = Reference(
    cite="MHRA 2024, restrictions on fluoroquinolone antibiotics",
    link="https://www.gov.uk/government/news/"
    "mhra-introduces-new-restrictions-for-fluoroquinolone-antibiotics",
)
CHILD = Reference(
    cite="Royal Children's Hospital Melbourne, The limping or non-weight bearing child",
    link="https://www.rch.org.au/clinicalguide/guideline_index/Child_with_limp/",
)
SORENESS = _doi("Cheung et al. 2003, Sports Med 33:145", "10.2165/00007256-200333020-00005")
SORENESS_PEAK = _doi("Hotfiel et al. 2018, Sportverletz Sportschaden 32:243", "10.1055/a-0753-1884")
