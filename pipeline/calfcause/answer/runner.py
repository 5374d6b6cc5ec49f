"""One runner: the answers of a predictor, moved by how often this runner has been sore so far."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from calfcause.answer.explain import Answer, explain
from calfcause.answer.given import codes_of
from calfcause.answer.own_base import OwnBase
from calfcause.answer.predict_one import predict_one
from calfcause.learn.probabilities import HEADS
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.units import UnitSystem, units_named

if TYPE_CHECKING:
    import pandas as pd


class Runner:
    """A runner whose labels move the risk; ``predictor.runner()`` gives one.

    Not for many threads at once: ``learn`` changes it.

    Attributes
    ----------
    base : OwnBase
        What is known of the runner's own base.

    Examples
    --------
    >>> from calfcause import Predictor
    >>> runner = Predictor.load().runner()
    >>> run = {"distance_km": 9, "terrain": "hilly"}
    >>> before = runner.predict_one(run)["p_sore"]
    >>> runner.learn(run, sore=True)
    >>> runner.predict_one(run)["p_sore"] > before
    True
    """

    def __init__(self, model: LoadedModel, base: OwnBase) -> None:
        self._model = model
        self.base = base

    def learn(
        self,
        session: "Mapping[str, object] | pd.Series[Any]",
        *,
        sore: bool,
        strict: bool = False,
    ) -> None:
        """Learn from one run whether it left the calves sore.

        Parameters
        ----------
        session : mapping of str to object
            The known cells of the run, as in ``Predictor.predict_one``. Give runs in the order of
            time: older labels are slowly forgotten.
        sore : bool
            Whether the run left the calves sore.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Raises
        ------
        SchemaError
            If there are keys and none is a column, or a cell is not allowed.
        CalfcauseError
            If ``sore`` is neither true nor false.
        """
        p = predict_one(self._model, codes_of(session, strict=strict))["p_sore"]
        self.base = self.base.learned(p, sore=sore)

    def predict_one(
        self, session: "Mapping[str, object] | pd.Series[Any]", *, strict: bool = False
    ) -> dict[str, Any]:
        """Predict one session of this runner.

        Parameters
        ----------
        session : mapping of str to object
            The known cells, as in ``Predictor.predict_one``.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Returns
        -------
        dict
            The keys of ``Predictor.predict_one``, and ``p_sore_low`` and ``p_sore_high``, the 90 %
            interval of ``p_sore``.

        Raises
        ------
        SchemaError
            If there are keys and none is a column, or a cell is not allowed.
        """
        answer = predict_one(self._model, codes_of(session, strict=strict))
        risk = self.base.risk(answer["p_sore"])
        answer["p_sore"] = risk.p
        for cause in HEADS[:-1]:
            answer[f"p_{cause}"] = min(answer[f"p_{cause}_given_sore"], 1.0) * risk.p
        interval = {"p_sore_low": risk.low, "p_sore_high": risk.high}
        return answer | {"model": asdict(self._model.id)} | interval

    def explain(
        self,
        session: "Mapping[str, object] | pd.Series[Any]",
        *,
        units: UnitSystem = "km",
        strict: bool = False,
    ) -> Answer:
        """Predict one session of this runner and say why.

        Parameters
        ----------
        session : mapping of str to object
            The known cells, as in ``Predictor.predict_one``.
        units : {"km", "miles"}
            The units of the sentences.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Returns
        -------
        Answer
            As ``Predictor.explain`` gives it; every risk in it is this runner's.

        Raises
        ------
        SchemaError
            If there are keys and none is a column, or a cell is not allowed.
        CalfcauseError
            If ``units`` is neither ``km`` nor ``miles``.
        """
        codes, words = codes_of(session, strict=strict), units_named(units)
        return explain(self._model, codes, units=words, most_questions=1, base=self.base)

    def to_dict(self) -> dict[str, float]:
        """What was learned, two numbers ready for JSON; ``predictor.runner(state)`` reads them."""
        return self.base.to_dict()
