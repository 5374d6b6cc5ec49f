"""Models in MLflow's registry: fetched by name, made candidate or champion, and rolled back.

Who was champion when is written down in tags of the registered model, one for each change, and
never changed afterwards.
"""

import getpass
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calfcause.errors import CalfcauseError, ModelError
from calfcause.models.layout import DESCRIPTION
from calfcause.models.store import masked, open_there

CANDIDATE, CHAMPION = "candidate", "champion"
CHANGE_TAG = "calfcause.champion."
LONGEST_REASON = 2000


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of the champion.

    Attributes
    ----------
    did : ``promoted``, ``forced`` or ``rolled back``.
    version, before : which version is champion since, and which one was until then, if any.
    at, by, reason : when (UTC), who, and why.
    """

    did: str
    version: str
    before: str | None
    at: str
    by: str
    reason: str

    def __str__(self) -> str:
        before = f" in place of version {self.before}" if self.before else ""
        return f"{self.at}  version {self.version}{before}, {self.did} by {self.by}: {self.reason}"


def download_folder(uri: str) -> Path:
    """The model folder behind ``models:/name@alias``, ``models:/name/version`` or ``runs:/…``.

    Raises
    ------
    ModelError
        If MLflow does not find it, or it is no model of calfcause.
    """
    try:
        mlflow = open_there()
    except CalfcauseError as error:
        raise ModelError(str(error)) from error
    try:
        found = Path(mlflow.artifacts.download_artifacts(uri))
    except mlflow.exceptions.MlflowException as error:
        raise ModelError(f"MLflow does not give {uri}: {error.message}") from error
    folders = [path.parent for path in found.rglob(DESCRIPTION)]
    if not folders:
        raise ModelError(f"{uri} is no model of calfcause: it has no {DESCRIPTION}")
    return folders[0]


def find_version(uri: str) -> tuple[str, str]:
    """Name and number of the version behind ``models:/name@alias`` or ``models:/name/version``.

    Raises
    ------
    CalfcauseError
        If this is no such address, or there is no such version.
    """
    name, at, alias = uri.removeprefix("models:/").partition("@")
    number = ""
    if not at:
        name, _, number = name.partition("/")
    if not uri.startswith("models:/") or not name or not (alias or number.isdecimal()):
        raise CalfcauseError(
            f"{uri!r} is no registered version; write models:/NAME@ALIAS or models:/NAME/VERSION"
        )
    with _registry(f"has no {uri}") as client:
        if alias:
            return name, str(client.get_model_version_by_alias(name, alias).version)
        return name, str(client.get_model_version(name, number).version)


def make_candidate(name: str, version: str) -> str:
    """Give a version the alias ``candidate``."""
    with _registry(f"does not make {name} version {version} the candidate") as client:
        client.set_registered_model_alias(name, CANDIDATE, version)
    return version


def champion_of(name: str) -> str | None:
    """The version that is champion, if any.

    Raises
    ------
    CalfcauseError
        If there is no model of this name.
    """
    with _registry(f"has no model {name}") as client:
        found = client.get_registered_model(name).aliases.get(CHAMPION)
        return None if found is None else str(found)


def history(name: str) -> list[Change]:
    """All changes of the champion, the first one first.

    Raises
    ------
    CalfcauseError
        If there is no model of this name.
    """
    with _registry(f"has no model {name}") as client:
        tags = client.get_registered_model(name).tags
    return [Change(**json.loads(tags[key])) for key in sorted(tags) if key.startswith(CHANGE_TAG)]


def make_champion(name: str, version: str, *, did: str, reason: str) -> Change:
    """Move the alias ``champion`` to a version and write the change down.

    Raises
    ------
    CalfcauseError
        If there is no such version.
    """
    change = Change(
        did=did,
        version=version,
        before=champion_of(name),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        by=_user(),
        reason=reason[:LONGEST_REASON],
    )
    place = len(history(name))
    with _registry(f"does not make {name} version {version} the champion") as client:
        client.get_model_version(name, version)
        # Written down first: a change that fails halfway is seen, and not made without a trace.
        text = json.dumps(asdict(change), ensure_ascii=False)
        client.set_registered_model_tag(name, f"{CHANGE_TAG}{place:05d}", text)
        client.set_model_version_tag(name, version, f"calfcause.{did.replace(' ', '_')}", text)
        client.set_registered_model_alias(name, CHAMPION, version)
    return change


def roll_back(name: str, *, reason: str) -> Change:
    """Make the version before the champion champion again.

    Rolling back twice goes back two versions; a version that was rolled back from is not returned
    to.

    Raises
    ------
    CalfcauseError
        If there is no champion, or none before it.
    """
    champion = champion_of(name)
    if champion is None:
        raise CalfcauseError(f"{name} has no champion to roll back from")
    champions = standing(history(name))
    # An alias that was moved by hand stands above all that is written down.
    before = champions if champions[-1:] != [champion] else champions[:-1]
    if not before:
        raise CalfcauseError(
            f"version {champion} is the first champion of {name}: there is none before it"
        )
    return make_champion(name, before[-1], did="rolled back", reason=reason)


def write_gate(name: str, version: str, table: str, *, held: bool) -> None:
    """Keep the gate's table with the version it was about."""
    with _registry(f"does not take the gate of {name} version {version}") as client:
        client.set_model_version_tag(name, version, "calfcause.gate", "held" if held else "failed")
        client.set_model_version_tag(name, version, "calfcause.gate_table", table)


def standing(changes: list[Change]) -> list[str]:
    """The champions in force, the last one last, less those that were rolled back from.

    Examples
    --------
    >>> when = {"at": "", "by": "", "reason": ""}
    >>> first = Change(did="promoted", version="1", before=None, **when)
    >>> second = Change(did="promoted", version="2", before="1", **when)
    >>> back = Change(did="rolled back", version="1", before="2", **when)
    >>> standing([first, second]), standing([first, second, back])
    (['1', '2'], ['1'])
    """
    found: list[str] = []
    for change in changes:
        if change.did == "rolled back":
            while found and found[-1] != change.version:
                found.pop()
            found = found or [change.version]
            continue
        if change.before and found[-1:] != [change.before]:
            found.append(change.before)
        if found[-1:] != [change.version]:
            found.append(change.version)
    return found


@contextmanager
def _registry(refusal: str) -> Iterator[Any]:
    """MLflow's client; what it refuses becomes an error of ours."""
    mlflow = open_there()
    try:
        yield mlflow.MlflowClient()
    except mlflow.exceptions.MlflowException as error:
        store = masked(mlflow.get_registry_uri())
        raise CalfcauseError(f"MLflow's registry {store} {refusal}: {error.message}") from error


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "unknown"
