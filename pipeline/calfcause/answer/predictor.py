"""The predictor: sessions in; probabilities, causes and the reasons for them out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.columns import INTERVAL_COLUMNS, MODEL_COLUMNS, answer_columns, rows_of
from calfcause.answer.explain import Answer, explain
from calfcause.answer.given import cells_of_frame, cells_of_many, codes_of
from calfcause.answer.next_run import NextRun, next_run
from calfcause.answer.own_base import Bases, OwnBase
from calfcause.answer.past import Past, past_of_frame
from calfcause.answer.predict_one import predict_one
from calfcause.answer.questions import Question, next_questions
from calfcause.answer.reasons import reasons
from calfcause.answer.runner import Runner
from calfcause.answer.tables import as_frame, in_kind_of
from calfcause.answer.triage import sign_columns
from calfcause.learn.probabilities import HEADS
from calfcause.models.folder import read_model
from calfcause.models.loaded import LoadedModel
from calfcause.sessions.units import Units, UnitSystem, units_named

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Table = TypeVar("Table")


class Predictor(LoadedModel):
    """Answer why a run left the calves sore, or how likely a planned one is to.

    ``Predictor.load()`` gives one. A session (one run) is a dict or a row of a DataFrame:
    ``help(calfcause)`` lists its columns, all of them optional. Every method reads sessions alike
    and leaves them unchanged.

    ===================  ==============================  ==========================================
    method               takes                           gives
    ===================  ==============================  ==========================================
    ``explain``          one session                     an ``Answer`` with reasons; print it
    ``predict_one``      one session                     a dict of probabilities
    ``predict_many``     a list of sessions              a list of such dicts
    ``predict``          a DataFrame, of polars too      a DataFrame with the same columns
    ``explain_many``     the same                        the same, with the reasons in columns
    ``next_questions``   one session                     what to ask next
    ``next_run``         one planned session             what to change so that the risk falls
    ``runner``           nothing, or a kept state        a ``Runner`` who learns from labels
    ===================  ==============================  ==========================================

    Threads can share a predictor. A forked process can go on using it, even if threads were
    answering at the fork; ``pickle`` copies it to any other process.

    Parameters
    ----------
    graph : bytes
        The ONNX graph of the model.
    description : mapping
        The content of ``model.json``.
    population : bytes, optional
        The content of ``population.npz``, the runs behind ``next_questions``.

    Examples
    --------
    >>> predictor = Predictor.load()
    >>> predictor.predict_one({"terrain": "hilly", "usual_terrain": "flat"})["primary_cause"]
    'hills'
    """

    @classmethod
    def load(cls, source: str | Path | None = None) -> "Predictor":
        """Load a model.

        Parameters
        ----------
        source : str or Path, optional
            A model folder, its address where fsspec is installed (``s3://bucket/model``), or one in
            MLflow such as ``models:/calfcause@champion``, which needs the extra ``registry``. By
            default the model that comes with calfcause.

        Returns
        -------
        Predictor
            The model, ready to answer.

        Raises
        ------
        ModelError
            If there is no such model, its graph is not the one that its description names, or it
            was made for other features or causes than this version of calfcause has.

        Examples
        --------
        >>> Predictor.load().description["format"]
        1
        """
        return cls(*read_model(source))

    def predict_columns(
        self,
        cells: Mapping[str, Array],
        n_sessions: int,
        past: Past | None = None,
        *,
        intervals: bool = False,
        name_model: bool = False,
    ) -> dict[str, NDArray[Any]]:
        """Predict encoded cells (see ``predict_cells``); the columns are those of ``predict``."""
        given = past.predicted(self, cells) if past else self.predict_cells(cells, n_sessions)
        columns = answer_columns(past.bases.moved(given) if past else given)
        signs = sign_columns(cells, n_sessions)
        columns |= {name: np.array(texts, dtype=object) for name, texts in signs.items()}
        if intervals:
            bases = past.bases if past else Bases.unknown(n_sessions)
            columns |= zip(INTERVAL_COLUMNS, bases.risks(given[:, -1])[1:], strict=True)
        if name_model:
            named = zip(MODEL_COLUMNS, astuple(self.id), strict=True)
            columns |= {name: np.full(n_sessions, text, dtype=object) for name, text in named}
        return columns

    def predict(
        self,
        sessions: Table,
        *,
        history: bool = True,
        intervals: bool = False,
        strict: bool = False,
        name_model: bool = False,
    ) -> Table:
        """Predict the sessions of a table.

        Parameters
        ----------
        sessions : DataFrame, or another table that speaks Arrow
            Of pandas, polars, pyarrow or DuckDB, say. A session in each row, with any of the
            columns that ``help(calfcause)`` lists. Header words may be in any case, with spaces or
            hyphens. Missing columns and cells are fine, and other columns are ignored, with a
            warning if a name looks like a misspelt one.
        history : bool
            Whether rows with ``runner_id`` and ``start_time`` get what their runner's earlier rows
            tell: cells that are missing, and from the labels ``sore_calves`` a
            risk of the runner's own (``runner``). Without ``runner_id`` all rows are taken for runs
            of one runner, unless more than four are of one day.
        intervals : bool
            Whether to add ``p_sore_low`` and ``p_sore_high``, the 90 % interval of ``p_sore``.
        strict : bool
            Whether columns that are not known are refused instead of ignored.
        name_model : bool
            Whether to add ``model_version`` and ``model_hash``, for tables that keep no metadata.

        Returns
        -------
        DataFrame, or a table of the same kind as ``sessions``
            A row for each session, with the same index; for DuckDB an Arrow table, which it can
            query. Version and hash of the model stand in ``attrs["model"]`` of a pandas frame, and
            in the metadata of an Arrow table. Columns:

            ``p_sore``
                probability, 0 to 1, that the run leaves the calves sore
            ``p_<cause>``
                probability, 0 to ``p_sore``, that it does so because of this cause. Runs can need
                two causes, so these may add up to more than ``p_sore``
            ``p_<cause>_given_sore``
                the same, 0 to 1, once the calves are known to be sore
            ``primary_cause``
                name of the likeliest cause once they are sore, or ``none`` if no cause is likelier
            ``red_flags``
                names of the signs for a clinician, most urgent first, with semicolons between
                them; empty text if there are none
            ``triage``
                how urgent they are: ``ambulance``, ``emergency department``, ``doctor within 24
                hours``, ``appointment``; ``self-care`` for sore calves without any; empty text if
                neither soreness nor a sign was given

        Raises
        ------
        SchemaError
            If ``sessions`` is no table, none of its columns is known, or cells are not
            allowed; or if start times leave the order of day and month open.
            The message lists the cells, and the rows with red flags.

        See Also
        --------
        predict_one : The same for one session, without pandas.
        explain : The reasons, too.

        Examples
        --------
        >>> import pandas as pd
        >>> runs = pd.DataFrame({"terrain": ["hilly", None], "usual_terrain": ["flat", None]})
        >>> Predictor.load().predict(runs)[["primary_cause", "red_flags"]].iloc[0].tolist()
        ['hills', '']
        """
        return self._answered(
            sessions, "predict", history, strict, intervals=intervals, name_model=name_model
        )

    def explain_many(
        self,
        sessions: Table,
        *,
        history: bool = True,
        intervals: bool = False,
        units: UnitSystem = "km",
        strict: bool = False,
        name_model: bool = False,
    ) -> Table:
        """Predict the sessions of a table, with their reasons.

        Parameters
        ----------
        sessions : DataFrame, or another table that speaks Arrow
            As for ``predict``.
        history, intervals, strict, name_model : bool
            As for ``predict``.
        units : {"km", "miles"}
            The units of the sentences.

        Returns
        -------
        DataFrame, or a table of the same kind as ``sessions``
            The columns of ``predict``, and those that ``calfcause predict --explain`` adds:
            ``enough_known``, ``because``, ``explanation``, and ``<cause>_state`` and
            ``<cause>_because`` of every cause.

        Raises
        ------
        SchemaError
            As ``predict`` does.
        CalfcauseError
            If ``units`` is neither ``km`` nor ``miles``.

        See Also
        --------
        explain : One session, with all that can be said.

        Examples
        --------
        >>> import pandas as pd
        >>> runs = pd.DataFrame({"terrain": ["hilly"], "usual_terrain": ["flat"]})
        >>> Predictor.load().explain_many(runs)["because"].iloc[0]
        'You ran on hilly ground; your usual ground is flat.'
        """
        words = units_named(units)
        return self._answered(
            sessions, "explain_many", history, strict, words,
            intervals=intervals, name_model=name_model,
        )  # fmt: skip

    def _answered(
        self,
        sessions: Table,
        called: str,
        history: bool,
        strict: bool,
        units: Units | None = None,
        **more: bool,
    ) -> Table:
        """What ``predict`` gives, with the reasons if there are units to tell them in."""
        import pandas as pd

        frame = as_frame(sessions, called)
        cells = cells_of_frame(frame, strict=strict)
        past = past_of_frame(self, frame, cells) if history else None
        n_rows = len(frame)
        if not n_rows:  # the answers to one unknown session have the types of any answers
            cells, past, n_rows = {}, None, 1
        columns: dict[str, Any] = self.predict_columns(cells, n_rows, past, **more)
        if units:
            chances = np.stack([columns[f"p_{head}"] for head in HEADS], axis=1)
            columns |= reasons(self, cells, chances, units=units, past=past)
        return in_kind_of(sessions, pd.DataFrame(columns), frame.index, asdict(self.id))

    def predict_many(
        self,
        sessions: "Sequence[Mapping[str, object] | pd.Series[Any]]",
        *,
        strict: bool = False,
    ) -> list[dict[str, Any]]:
        """Predict a list of sessions, without pandas.

        Parameters
        ----------
        sessions : sequence of mapping, or of Series
            The sessions, each as in ``predict_one``.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Returns
        -------
        list of dict
            A prediction for each session, as ``predict_one`` gives it.

        Raises
        ------
        SchemaError
            If ``sessions`` is no sequence, there are keys and none is a column, or cells are not
            allowed. The message names each session by its place, counted from 0, and the red flags
            of all.

        Examples
        --------
        >>> predictor = Predictor.load()
        >>> race, unknown = predictor.predict_many([{"session_type": "race"}, {}])
        >>> race["p_sore"] > unknown["p_sore"]
        True
        """
        rows = rows_of(self.predict_columns(*cells_of_many(sessions, strict=strict)))
        return [row | {"model": asdict(self.id)} for row in rows]

    def predict_one(
        self, session: "Mapping[str, object] | pd.Series[Any]", *, strict: bool = False
    ) -> dict[str, Any]:
        """Predict one session, without pandas and without reasons.

        Parameters
        ----------
        session : mapping of str to object, or Series
            The known cells by column; ``help(calfcause)`` lists the columns. Numbers may be text. A
            row of a frame will do: ``df.iloc[0]``, or ``df.apply(predictor.predict_one, axis=1)``.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Returns
        -------
        dict
            The keys are the columns that ``predict`` gives: ``p_sore``, ``p_<cause>`` and
            ``p_<cause>_given_sore`` as floats from 0 to 1, ``primary_cause``, ``red_flags`` and
            ``triage`` as text. Then ``model``, a dict of its ``version`` and ``hash``.

        Raises
        ------
        SchemaError
            If there are keys and none is a column, or a cell is not allowed. The message also gives
            the red flags, which no error hides.

        Examples
        --------
        >>> answer = Predictor.load().predict_one({"terrain": "hilly", "swelling": 1})
        >>> answer["red_flags"], answer["triage"]
        ('swelling', 'doctor within 24 hours')
        """
        answer = predict_one(self, codes_of(session, strict=strict))
        return answer | {"model": asdict(self.id)}

    def explain(
        self,
        session: "Mapping[str, object] | pd.Series[Any]",
        *,
        units: UnitSystem = "km",
        strict: bool = False,
    ) -> Answer:
        """Predict one session and say why.

        Parameters
        ----------
        session : mapping of str to object, or Series
            The known cells, as in ``predict_one``; always metric.
        units : {"km", "miles"}
            The units of the sentences.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Returns
        -------
        Answer
            ``print`` shows it as text. ``answer.causes`` holds every cause, the likeliest first,
            with its probability, reason, evidence and advice; ``answer.to_dict()`` is ready for
            JSON. If too little is known, ``answer.questions`` holds what to ask.

        Raises
        ------
        SchemaError
            If there are keys and none is a column, or a cell is not allowed.
        CalfcauseError
            If ``units`` is neither ``km`` nor ``miles``.

        Examples
        --------
        >>> answer = Predictor.load().explain({"terrain": "hilly", "usual_terrain": "flat"})
        >>> answer.causes[0].name == answer.primary_cause
        True
        """
        codes = codes_of(session, strict=strict)
        return explain(self, codes, units=units_named(units), most_questions=1)

    def next_questions(
        self,
        session: "Mapping[str, object] | pd.Series[Any]",
        n: int = 3,
        *,
        units: UnitSystem = "km",
        asked: Collection[str] = (),
        strict: bool = False,
    ) -> tuple[Question, ...]:
        """Find the missing columns that are most worth asking for.

        Where the calves are sore, signs that nobody has answered come first: a few questions of the
        kind ``sign``, each for several columns. Nothing is asked beside a sign that needs an
        ambulance or an emergency department.

        Parameters
        ----------
        session : mapping of str to object, or Series
            The known cells, as in ``predict_one``.
        n : int
            How many questions to give at most.
        units : {"km", "miles"}
            The units of the questions; replies are metric.
        asked : collection of str
            Columns that were asked for before, without a reply: they are not asked for again.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Returns
        -------
        tuple of Question
            The best question first; empty if no reply would change the answer.

        Raises
        ------
        SchemaError
            If there are keys and none is a column, or a cell is not allowed.
        CalfcauseError
            If ``n`` is not a whole number from 0 on, or ``units`` is neither ``km`` nor ``miles``.
        ModelError
            If the model folder has no population of runs to ask from.

        Examples
        --------
        >>> first, second = Predictor.load().next_questions({"terrain": "hilly"}, n=2)
        >>> first.expected_change >= second.expected_change
        True
        """
        codes = codes_of(session, strict=strict)
        return next_questions(self, codes, n, units=units_named(units), asked=asked)

    def next_run(
        self,
        session: "Mapping[str, object] | pd.Series[Any]",
        *,
        below: float,
        units: UnitSystem = "km",
        strict: bool = False,
    ) -> NextRun:
        """Find what to change in a planned run so that its risk of soreness falls.

        Parameters
        ----------
        session : mapping of str to object, or Series
            The plan, as in ``predict_one``; what is usual for the runner belongs to it.
        below : float
            The risk to stay within, above 0 and up to 1.
        units : {"km", "miles"}
            The units of the sentences.
        strict : bool
            Whether keys that are not known are refused instead of ignored.

        Returns
        -------
        NextRun
            ``print`` shows it as text; ``changes`` holds the smallest change in each respect that
            is enough by itself.

        Raises
        ------
        SchemaError
            If there are keys and none is a column, or a cell is not allowed.
        CalfcauseError
            If ``below`` is not above 0 and up to 1, or ``units`` is neither ``km`` nor ``miles``.

        Examples
        --------
        >>> planned = {"terrain": "steep", "usual_terrain": "flat", "experience_weeks": 200}
        >>> changes = Predictor.load().next_run(planned, below=0.15).changes
        >>> changes[0].cells["terrain"]
        'rolling'
        """
        codes = codes_of(session, strict=strict)
        return next_run(self, codes, below=below, units=units_named(units))

    def runner(self, state: Mapping[str, Any] | None = None) -> Runner:
        """Give a runner whose own labels move the risk.

        Parameters
        ----------
        state : mapping of str to float, optional
            What ``Runner.to_dict`` gave; by default nothing is known of the runner.

        Returns
        -------
        Runner
            It explains and predicts as the predictor does, and ``learn`` gives it labels.

        Raises
        ------
        CalfcauseError
            If ``state`` is none that ``Runner.to_dict`` gives.

        Examples
        --------
        >>> predictor = Predictor.load()
        >>> runner = predictor.runner()
        >>> runner.learn({"distance_km": 8}, sore=False)
        >>> later = predictor.runner(runner.to_dict())
        >>> later.to_dict() == runner.to_dict()
        True
        """
        return Runner(self, OwnBase() if state is None else OwnBase.from_dict(state))
