"""Words that tell nothing of a run by themselves."""

_IDLE = """
a about after afterwards again ago all almost also always am an and any are around as at away back
bad badly be because been before being bit both but by calf calfs calve calves came can caused
come could day days did do does doing done down during each either else ended even ever every
extremely far feel feeling feels feet felt few finally first foot for friday from gave get gets
getting give go goes going gone good got great guess had happy has have having he her here hers
his home hot how i i'd i'm i've if in into is it it's its just kind last later left leg legs less
like little long lot lots made make many may maybe me mine monday more most much my myself never
new next nice no not nothing now of off ok okay old on once one only or other our out outside over
own pain painful part people pretty quite ran rather really reason right round run runner runners
running runs s said same saturday say says see seem seems she should side since slightly so some
something soon sore soreness start started starts still such sunday super t than that that's the
their them then there these they thing things think this those though through thursday time times
to today together tonight too total tried try tuesday two up us use used usual usually very was
way we wednesday week weeks well went were what when where which while who whole why will with
without woke would yesterday yet you your
"""

IDLE = frozenset(_IDLE.split())
