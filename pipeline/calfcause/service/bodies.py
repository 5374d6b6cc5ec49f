"""The bodies that the service takes."""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import COLUMNS


def _with_plain_ids(session: dict[str, Any]) -> dict[str, Any]:
    """Refuse ids that are lists or objects; other cells are no ids and judged as such."""
    for name, cell in session.items():
        column = COLUMNS.get(plain_name(name))
        if column and column.group == "ids" and isinstance(cell, list | dict):
            raise PydanticCustomError("id", f"{column.name} has to be text or a number")
    return session


def _number(value: object) -> object:
    """Refuse what strict would, and take 3.0, which JSON Schema calls an integer."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("number", "has to be a whole number")
    return value


# The cells are read by the library, so that this door reads and refuses as all others do.
IS_SESSION = "x-session"
Session = Annotated[
    dict[str, Any], AfterValidator(_with_plain_ids), WithJsonSchema({IS_SESSION: True})
]
Asked = Annotated[str, WithJsonSchema({"type": "string", "enum": [*COLUMNS]})]
Units = Annotated[
    Literal["km", "miles"], Field(description="Units of the sentences; cells are always metric.")
]


class Body(BaseModel):
    """A body without other keys than these."""

    model_config = ConfigDict(extra="forbid")


class RunnerState(Body):
    """What is known of a runner's own base, as ``/v1/runners/learn`` gives it."""

    # Assumed: no labels lead anywhere near these.
    log_odds: float = Field(
        strict=True,
        ge=-100,
        le=100,
        description="What labels have added to the log odds of each run.",
    )
    precision: float = Field(
        strict=True,
        ge=0.01,
        le=1e6,
        description="How surely: one over the variance of the runner's log odds.",
    )


History = Annotated[
    list[Session],
    Field(
        description="Earlier runs of this runner, each with start_time, and sore_calves where it is"
        " known. They fill cells that the session leaves out, and move the risk."
    ),
]
State = Annotated[
    RunnerState | None,
    Field(description="The runner's state; it counts instead of the labels in the history."),
]


Strict = Annotated[
    bool, Field(strict=True, description="Whether keys that are not known are refused.")
]


class Explain(Body):
    """A run to explain."""

    session: Session
    history: History = []
    runner: State = None
    units: Units = "km"
    strict: Strict = False


class Predict(Body):
    """One run, or a list of runs; each is answered by itself."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["session"]}, {"required": ["sessions"]}]}
    )
    session: Session = {}
    sessions: list[Session] = []
    strict: Strict = False


class Ask(Body):
    """A run to ask about."""

    session: Session
    history: History = []
    asked: list[Asked] = Field(
        default=[], description="Columns that were asked for already; they are not asked again."
    )
    n: Annotated[int, BeforeValidator(_number)] = Field(
        default=3, ge=1, le=20, description="How many questions to give at most."
    )
    units: Units = "km"
    strict: Strict = False


class Plan(Body):
    """A planned run whose risk shall fall."""

    session: Session
    history: History = []
    below: float = Field(strict=True, gt=0, le=1, description="The risk to stay within.")
    units: Units = "km"
    strict: Strict = False


class Learn(Body):
    """A run, and whether it left the calves sore."""

    session: Session
    sore: StrictBool
    runner: State = None
    strict: Strict = False


class Words(Body):
    """A sentence about a run."""

    text: str = Field(max_length=2_000, examples=["sore calves after 9 hilly km, normally flat"])
    language: Literal["en"] = "en"
