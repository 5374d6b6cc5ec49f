"""Which features a head reads, and which way it may go with more of each."""

from calfcause.causes import CAUSES
from calfcause.learn.features import Feature, features
from calfcause.learn.probabilities import HEADS

COLUMNS_OF_CAUSE = {cause.name: cause.columns for cause in CAUSES}


def head_columns(head: str, *, rivals: bool = True) -> list[int]:
    """Find the features that a head reads.

    The ``sore`` head reads all of them. The head of a cause reads its own signs and exposure, what
    is shared, and the exposures of the other causes.
    """
    if head == HEADS[-1]:
        return list(range(len(features())))
    kinds = ("shared", "record", "habit", *(("exposure",) if rivals else ()))
    return [
        place
        for place, feature in enumerate(features())
        if feature.kind in kinds or feature.cause == head
    ]


def direction(feature: Feature, head: str) -> int:
    """Say which way a head may go with more of a feature.

    Other work for the calves raises soreness, and takes from every cause of it. A known habit, or
    one more column of a device, may only lower a head: the more a runner is used
    to, the less is too much, and a cell that is as usual must not raise its cause. A rival takes
    from a cause, but low shoes bring a landing with them and a race brings hills: either way.
    """
    if feature.name == "other_calf_load":
        return 1 if head == HEADS[-1] else -1
    if feature.kind == "shared":
        return 0
    if feature.kind == "record":
        return -1
    if feature.kind == "habit":
        reads = head == HEADS[-1] or feature.column in COLUMNS_OF_CAUSE[head]
        return -1 if reads else 0
    return 1 if head in (HEADS[-1], feature.cause) else 0
