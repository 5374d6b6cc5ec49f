"""How a typed program uses calfcause; ``make lint`` checks it. What is wrong in it is marked."""

from typing import assert_type

from calfcause import Answer, Predictor, Session, State, UnitSystem
from calfcause.sessions.typed import Terrain

terrain: Terrain = "hilly"
run: Session = {"distance_km": 9, "terrain": terrain, "swelling": 0, "height_cm": None}
units: UnitSystem = "miles"

predictor = Predictor.load()
answer = predictor.explain(run, units=units)
assert_type(answer, Answer)
state: State = answer.causes[0].state
predictor.predict_one(run, strict=True)
predictor.predict_many([run, {}])
predictor.next_run(run, below=0.5, units="km")

wrong_word: Session = {"terrain": "hily"}  # type: ignore[typeddict-item]
wrong_name: Session = {"distance_kms": 9}  # type: ignore[typeddict-unknown-key]
wrong_kind: Session = {"distance_km": "far"}  # type: ignore[typeddict-item]
predictor.explain(run, units="furlongs")  # type: ignore[arg-type]
wrong_state: State = "perhaps"  # type: ignore[assignment]
