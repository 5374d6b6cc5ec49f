"""English words for the cells of choices, of a cell as a whole and within a sentence.

A word stands here where it means one choice to everybody. One with a † does so only when it is the
whole cell: in a sentence it may tell something else ("level" of effort, "half" of the run). What
depends on the country or the sentence even then (path, park, turf, steady, brands of shoes) is not
here at all.
"""

from collections.abc import Mapping

ONLY_ALONE = "†"


def _listed(**words: str) -> Mapping[str, str]:
    """Return the cell of every other word, from texts that list them by cell."""
    return {
        word.strip(): cell for cell, listed in words.items() for word in listed.split(",")
    }  # fmt: skip


def _only_alone(**words: str) -> Mapping[str, str]:
    """Return the same of words that are not read within a sentence."""
    return {f"{word}{ONLY_ALONE}": cell for word, cell in _listed(**words).items()}


def alone(listed: Mapping[str, str]) -> Mapping[str, str]:
    """Return the other words that can be a whole cell, in lower case with underscores."""
    words = {word.rstrip(ONLY_ALONE).replace(" ", "_"): cell for word, cell in listed.items()}
    return {word: cell for word, cell in words.items() if word != cell}


def in_sentences(listed: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words that can be read within a sentence."""
    return {word: cell for word, cell in listed.items() if not word.endswith(ONLY_ALONE)}


TERRAIN = _listed(
    flat="level†, pancake flat, flat as a pancake, dead flat, pan flat, table flat, flattish,"
    " no hills, not hilly, not a hill in sight, without hills, zero elevation, fast and flat",
    rolling="rolling†, undulating, undulations, rolling hills, rollers, gently hilly,"
    " a few hills, small hills, some ups and downs, gentle inclines, lumpy",
    hilly="hilly, very hilly, hills, lots of hills, hills all the way, lots of climbing,"
    " all uphill, mountainous, hillier, big climb, big climbs, all hills",
    steep="steep, very steep, super steep, stairs†, stadium stairs, bleachers, ski slope,"
    " vertical k, straight up, stadium steps, staircases, wooden staircases",
)
SURFACE = _listed(
    road="road, roads, asphalt, tarmac, blacktop, bitumen, concrete, pavement, pavements, paved,"
    " sidewalk, sidewalks, street, streets, cycle path, bike path, bikeway, promenade, cobbles,"
    " cobblestones, paving, seafront path",
    track="track†, athletics track, running track, indoor track, tartan, mondo, rubber track,"
    " cinder track, oval, 400 m track, 400m track",
    treadmill="treadmill, treadmills, treadmil, tredmill, dreadmill, running machine, tm†, tready",
    trail="trail, trails, off road, offroad, single track, singletrack, dirt, dirt road,"
    " dirt track, dirt path, gravel, gravel road, gravel path, crushed stone, cinder path,"
    " woodchip, bark, forest, forest path, forest road, forest track, woods, woodland, bridleway,"
    " fire road, logging road, farm track, fell†, fells, moor, moors, mountain path,"
    " cross country course†",
    grass="grass, grassy, lawn, meadow, playing field, playing fields, football pitch, rugby pitch,"
    " soccer pitch, football field, soccer field, rugby field, golf course, grass track,"
    " grass verge, grass verges, verges, infield",
    sand="sand, beach, dunes, sand dunes, soft sand, wet sand, loose sand, packed sand, sandy†",
    mud="mud, muddy, bog, boggy, swamp, mucky, quagmire, ankle deep mud",
    snow="snow, slush, packed snow, deep snow, fresh snow, fresh powder",
)
STRIKE = _listed(
    rearfoot="rearfoot, heel†, heels†, heel strike, heel striker, heel strikers, heel striking,"
    " heel first, rear foot, rearfoot strike, hindfoot, rfs, heal strike, heal striker,"
    " heal striking, on my heels, on the heel, heel toe runner, heel lander",
    midfoot="midfoot, mid foot, midfoot strike, midfoot striker, midfoot striking, whole foot,"
    " middle of the foot, mfs",
    forefoot="forefoot, fore foot, forefoot strike, forefoot striker, forefoot striking,"
    " front of the foot, ball†, ball of foot, ball of the foot, ball of my foot, balls of the feet,"
    " balls of my feet, balls of feet, toe†, toes†, toe strike, toe striker, toe striking,"
    " toe runner, on my toes, on the toes, on her toes, on his toes, tiptoe†, tiptoes†,"
    " up on the toes",
)
SESSION = _listed(
    easy="easy, easy run, recovery†, recovery run, recovery jog, jog†, jogged†, jogging†, shakeout,"
    " conversational, zone 2, z2, base run, aerobic run, easy miles, easy jog, plod, bimble,"
    " gentle run, gentle jog, slow jog, junk miles",
    long="long†, long run, long runs, long slow run, long slow distance, lsd, sunday long run,"
    " weekend long run, longie, longest run of the week†, sunday long one, time on feet",
    tempo="tempo, tempo run, threshold, threshold run, lt run, cruise intervals, comfortably hard,"
    " sub threshold, progression run, tempo session, marathon pace run, mp miles",
    intervals="intervals, interval†, interval session, interval training, interval run, fartlek,"
    " farklet, fartlec, speed play, speedwork, speed work, speed session, speed sessions,"
    " speed workout, track session, track sessions, track workout, track night, vo2, vo2max,"
    " vo2 max, ladder†, pyramid†, mile repeats, yassos, track repeats",
    sprints="sprints, sprint†, sprint session, sprinting†, wind sprints, flying 30s, all out 100s,"
    " shuttle runs, sprint training, sprint drills",
    hill_repeats="hill repeats, hill reps, hill session, hill sprints, hill intervals,"
    " hill training, hill workout, hill work, uphill reps, stair repeats, step reps,"
    " stadium stairs, stadium steps, bleachers, stair run, kenyan hills, hill charges",
    race="race†, raced, racing†, races†, parkrun†, park run†, 5k race, 10k race, half marathon†,"
    " marathon†, hm race, fell race, cross country race, xc race, competition†, turkey trot,"
    " fun run, relay leg, trail race, road race",
)
SHOE = _listed(
    standard="normal†, regular†, usual†, cushioned†, neutral†, stability†, support†,"
    " motion control, maximalist, max cushion, maximal†, high stack, daily trainer, daily trainers,"
    " running shoes†, normal running shoes, trail shoes†, trail shoe†, trail running shoes†,"
    " fell shoes†, fell shoe†, fell running shoes†,"
    " cushioned shoes, stability shoes, neutral shoes, support shoes, normal trainers,"
    " normal shoes, regular shoes, regular trainers, gym trainers, shop fitted shoes,"
    " motion control shoes, supportive shoes",
    minimalist="minimalist, minimalist shoes, minimal†, minimal shoes, barefoot shoes,"
    " barefoot shoe, barefoot style†, barefoot style shoes, barefoot trail shoes, toe shoes,"
    " toe shoe, barefoot style trail shoes, five fingers, fivefingers, vibram fivefingers,"
    " vibram five fingers, vibrams, vff, vffs, huaraches, running sandals, thin soled†,"
    " thin soled shoes, minamalist, minimalist trainers",
    zero_drop="zero drop, zero drop shoes, zero drop shoe, 0 drop, 0 mm drop, 0mm drop,"
    " drop of zero, no drop shoes",
    racing_flat="racing flat†, racing flats, flats†, racers†, racer†, racing shoes, racing shoe,"
    " race shoes†, race shoe†, carbon†, carbon plate, carbon plates, carbon plated, carbon shoes,"
    " carbons, carbon racer, carbon racers, plated†, super shoes, super shoe, supershoes,"
    " supershoe, xc flats, waffles†",
    track_spikes="spikes, spike†, running spikes, track spikes, sprint spikes, distance spikes,"
    " xc spikes, cross country spikes, super spikes",
    barefoot="barefoot, bare feet, bare foot, barefooted, unshod, shoeless, no shoes, in my socks,"
    " without shoes, shoes off",
)
OVERSTRIDE = _listed(
    mild="slight†, slightly†, a bit†, a little†, slight overstride, slightly overstriding,"
    " overstriding a bit, overstriding slightly, overstride a bit, overstride slightly,"
    " bit of an overstride, mild overstride",
    marked="severe†, strong†, a lot†, badly†, overstriding, overstriding badly, overstride badly,"
    " overstriding a lot, overstride a lot, overstriding quite badly, marked overstride",
    none="not overstriding, no overstriding, do not overstride, don't overstride, no overstride,"
    " under my hips, under my body",
)
POSTURE = _listed(
    upright="upright, straight†, straight back, run tall, running tall, tall†, good posture",
    tilted="tilt†, pelvic tilt, anterior tilt, tilted pelvis, pelvis tilted, bent†,"
    " bent at the hips, bent at the waist, bent forward at the hips, folding at the hips,"
    " sitting back",
)
DISTANCE = _listed(
    **{
        "5": "parkrun†, park run†",
        "21.1": "half marathon†, half†, hm†",
        "42.2": "marathon†, full marathon†, a marathon†",
    }
)
LEG = _listed(
    **{
        "1": "left†, right†, l†, r†, one†, one leg†, one calf, one side†, left leg, right leg,"
        " left calf, right calf, left side†, right side†, just the left, just the right,"
        " left one, right one, left soleus, right soleus, left lower calf, right lower calf,"
        " lower left calf, lower right calf",
        "0": "both†, both legs, both calves, both sides, each†",
    }
)

# What was added with the columns below was not judged for sentences yet: as a whole cell only.
STRIDE = _only_alone(
    none="unchanged, as usual, no change",
    longer="lengthened, longer strides, longer steps, lower cadence, fewer steps, slower turnover",
    shorter="shortened, shorter strides, shorter steps, higher cadence, more steps, quicker steps,"
    " quicker turnover, faster turnover",
)
SHOE_CHANGE = _only_alone(
    none="unchanged, as usual, no change, same shoes, same pair, usual shoes",
    same_model_new="new pair, new pair of the same model, same model, same shoes new,"
    " replaced, replacement pair",
    other_model="another model, different model, new model, other brand, another brand,"
    " different brand, other shoes, different shoes, borrowed, everyday shoes",
    worn_out="worn, worn down, old shoes, dead shoes, flattened, run down, past it",
    inserts="insert, insoles, insole, orthotics, orthotic, heel lift, heel lifts, lift, lifts,"
    " wedges, heel wedges, heel cups, arch supports, footbeds",
)
LONGER = _only_alone(
    no="as usual, usual, normal, no longer, same, shorter",
    little="a little, a bit, slightly, a little longer, a bit longer, slightly longer, somewhat",
    much="a lot, far, far longer, much longer, way longer, a lot longer, double, twice,"
    " never so far, never run so far, longest ever, longest run ever, first of this length",
)
FASTER = _only_alone(
    no="as usual, usual, normal, no faster, no harder, same, slower, much slower, easier",
    little="a little, a bit, slightly, a little faster, a bit faster, slightly faster, faster,"
    " harder, quicker, a bit harder, a little harder, somewhat, too fast, too hard",
    much="a lot, far, far faster, much faster, way faster, a lot faster, much harder, far harder,"
    " all out, flat out, as fast as i could, fastest ever, fastest run ever, way too fast",
)
# Drops in words as shops and testers class them: low is up to 4 mm, high 8 mm and more, of which
# 10 mm is the commonest (RunRepeat, see shoes.py).
DROP = _only_alone(**{"0": "zero, zero drop, flat", "4": "low, low drop", "10": "high, high drop"})
LOAD = _only_alone(
    **{
        "1": "class, a class, gym, gym class, calf raises, heel raises, stairs, stair climbing,"
        " hike, a hike, hiking, bike, a bike ride, cycling, elliptical, skipping, jump rope, jumps,"
        " plyometrics, dancing, football, tennis, race, a race",
        "0": "nothing, rest, rested",
    }
)
