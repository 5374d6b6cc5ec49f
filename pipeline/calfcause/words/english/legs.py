"""Whether one leg was sore, or both."""

TABLE = r"""
one_leg_only = nothing
    {torn} (S ago|last|(back )?in {month})
one_leg_only = 1
    (calf|leg|ankle) ((is|was|looks|about|a|bit|now) )*(H )?{bigger}
    (left|right|one) (lower |inner |outer |upper |mid )?(calf|leg|soleus|side|one|ankle|achilles)
    (left|right) (heel|foot|ankle|knee|shin|heel cord|achilles|quad|hamstring|hip) and (\w+ )?calf
    {calf} \((left|right|l|r)\)|(left|right) only|(l|r|lh|rh|lt|rt) (calf|leg|achilles|soleus)
    (the|my|his|her|only) (left|right) (is|was|has|hurts?|aches?|feels?|got|gets|went|swelled|
        looks?)
    {calf}( ~)? (?<!all )(?<!just )(?<!feel )(?<!feels )(on the )?(left|right)(?= ?([.,;]|$))
    (my |the |a )(calf|leg)( \w+)?( \w+)? bruis\w+|bruis\w+ (on|of|in) (my|the) (calf|leg)
    calf bruis\w+|bruised calf|unilateral(ly)?
    (on|in) (the|my|his|her) (left|right)(?= ?([.,;]|$| side| leg| only| one| since| all))
    (one|weaker|stronger|dominant) (side|leg|calf)('s)?( calf)?|just (the|my) (left|right)( one)?
    only (the|my) (left|right|one)
one_leg_only = 1 below 2
    N (lower )?(calf|leg|side|soleus)(?! (raises?|stand))|(left|right) N
    N of (my|the|his|her) (lower )?(calves|legs)
one_leg_only = 1
    single (calf|leg)(?! (raises?|calf|heel|stand))
one_leg_only = nothing
    (mild|some|little|any|no|of) (\w+ )?(soreness|pain|tightness|stiffness) left(?= ?([.,;]|$))
    (one|N) (calf|leg),? (or|then) the other|either calf|(one|N) (calf|leg) at a time
one_leg_only = open too
    (?<!of my )(?<!of the )(?<!of his )(?<!of her ){both} {here}{sore}|
        {sore} ([^\s.,;]+ ){0,4}{both}
    {both}( \w+)? (begin|began|go|went|felt)
    left( (?!with|him|her|me|us|home|for|the house)[^\s.,;]{1,25}){0,6} ?(,|and|then|
        or) {here}{rightside}
    right( [^\s.,;]{1,25}){0,6} ?(,|and|then|or) {here}{leftside}
one_leg_only = nothing
    (worse|worst|more|later|mostly|mainly) (so )?(on|in) (N|the|my|his|her) (left |right )?(side|
        calf|leg|N|left|right)
    (the )?(left|right)( N| calf| leg)?( is| was| being| the)* (a bit |even )?(worse|worst|more)
    (left|right|N) (side of|knee|foot|hip|shin|heel|arch|hamstring|quad)
    only (the|my) (left|right) (knee|foot|hip|shin|heel|arch|hamstring|quad)
one_leg_only = nothing
    (would|could|should|will) it (be|affect|hurt)( in)? both \w+
one_leg_only = 0
    (left|right) (calf|leg|side|N)\b[^|]{1,150}(left|right) (calf|leg|side|N) {far}(too|as well)
    left (calf|leg|side|N)\b[^|]{1,150}right (calf|leg|side|N) {far}(joined|followed|better)
    right (calf|leg|side|N)\b[^|]{1,150}left (calf|leg|side|N) {far}(joined|followed|better)
    (the|my|both) N (calves|legs)|bilateral(ly)?|(left|right) and (left|right)
    both (calves|legs|sides|of them)|in both|each calf|both(?= (sore|hurt|ache))
"""
