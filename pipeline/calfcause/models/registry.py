"""Models in MLflow's registry: download, make candidate or champion, and roll back.

Tags of the registered model record every change of the champion; a tag never changes afterwards.
"""

import getpass
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from calfcause.errors import CalfcauseError, ModelError
from calfcause.models.layout import DESCRIPTION, LOGGED
from calfcause.models.store import mlflow_or, open_mlflow
from calfcause.models.store_check import check_readable
from calfcause.parts import held_part

CANDIDATE, CHAMPION = "candidate", "champion"
CHANGE_TAG = "calfcause.champion."
LONGEST_REASON = 2000


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of the champion."""

    did: str  # promoted, forced or rolled back
    version: str  # the champion since this change
    before: str | None  # the champion until this change, if there was one
    # When (UTC), by whom, and why
    at: str
    by: str
    reason: str

    def __str__(self) -> str:
        before = f" in place of version {self.before}" if self.before else ""
        return f"{self.at}  version {self.version}{before}, {self.did} by {self.by}: {self.reason}"


@contextmanager
def downloaded(uri: str) -> Iterator[Path]:
    """Download a model folder from MLflow; it is removed when the block ends."""
    scratch = Path(tempfile.gettempdir(), "calfcause-model")
    with mlflow_or(f"MLflow cannot download {uri}", kind=ModelError) as mlflow:
        try:
            check_readable()
        except CalfcauseError as error:
            raise ModelError(str(error)) from None
        with held_part(scratch, folder=True) as part:
            download = mlflow.artifacts.download_artifacts
            try:
                folder = Path(download(f"{uri.rstrip('/')}/{LOGGED}", dst_path=str(part)))
            except Exception:  # another model's, or none: the whole tells why
                folder = Path(download(uri, dst_path=str(part)))
            folders = [path.parent for path in folder.rglob(DESCRIPTION)]
            if not any(path.is_file() for path in folder.rglob("*")):
                raise ModelError(
                    f"the files of {uri} are missing: the store says that they are in"
                    f" {_place_of(uri)}, and nothing is there. If the store was moved, move or link"
                    f" them to that place too, or load the model's own folder, …/{LOGGED}"
                )
            if not folders:
                raise ModelError(f"{uri} is not a model of calfcause: it has no {DESCRIPTION}")
            yield folders[0]


def _place_of(uri: str) -> str:
    """Where MLflow looks for the files of a model."""
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    repository = get_artifact_repository(uri)
    return str(getattr(repository, "repo", repository).artifact_uri)


def find_version(uri: str) -> tuple[str, str]:
    """Look up a registered version."""
    name, at, alias = uri.removeprefix("models:/").partition("@")
    number = ""
    if not at:
        name, _, number = name.partition("/")
    if not uri.startswith("models:/") or not name or not (alias or number.isdecimal()):
        raise CalfcauseError(
            f"{uri!r} does not name a registered version;"
            " write models:/NAME@ALIAS or models:/NAME/VERSION"
        )
    with _registry(f"has no {uri}") as client:
        if alias:
            return name, str(client.get_model_version_by_alias(name, alias).version)
        return name, str(client.get_model_version(name, number).version)


def make_candidate(name: str, version: str, described: str) -> str:
    """Describe a version of a registered model, make it the candidate, and return the version."""
    with _registry(f"cannot make version {version} of {name} the candidate") as client:
        client.update_model_version(name, version, described)
        client.set_registered_model_alias(name, CANDIDATE, version)
    return version


def champion_of(name: str) -> str | None:
    """Look up the champion.

    Parameters
    ----------
    name : str
        The name of a registered model.

    Returns
    -------
    str or None
        The version that is champion; None if no version is.

    Raises
    ------
    CalfcauseError
        If there is no model with this name.
    """
    with _registry(f"has no model {name}") as client:
        version = client.get_registered_model(name).aliases.get(CHAMPION)
        return None if version is None else str(version)


def history(name: str) -> list[Change]:
    """List all changes of the champion, oldest first.

    Parameters
    ----------
    name : str
        The name of a registered model.

    Returns
    -------
    list of Change
        The changes as they were recorded.

    Raises
    ------
    CalfcauseError
        If there is no model with this name.
    """
    with _registry(f"has no model {name}") as client:
        model = client.get_registered_model(name)
        texts = [model.tags[key] for key in sorted(model.tags) if key.startswith(CHANGE_TAG)]
        changes = [Change(**json.loads(text)) for text in texts]
        if changes and str(model.aliases.get(CHAMPION)) != changes[-1].version:
            # Either the alias was moved by hand since, or the change was recorded and never made.
            versions = client.search_model_versions(f"name = '{name}'")
            tags = {str(version.version): version.tags for version in versions}
            confirmed = tags.get(changes[-1].version, {}).get(_tag_of(changes[-1]))
            if changes[-1].version in tags and confirmed != texts[-1]:
                del changes[-1]
    return changes


def make_champion(name: str, version: str, *, did: str, reason: str) -> Change:
    """Move the alias ``champion`` to a version, and record the change.

    did, reason : as in ``Change``; only the first 2,000 letters of the reason are kept
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
    with _registry(f"cannot make version {version} of {name} the champion") as client:
        client.get_model_version(name, version)
        # Recorded first, confirmed last: of a change that was never made ``history`` says nothing.
        text = json.dumps(asdict(change), ensure_ascii=False)
        client.set_registered_model_tag(name, f"{CHANGE_TAG}{place:05d}", text)
        client.set_registered_model_alias(name, CHAMPION, version)
        client.set_model_version_tag(name, version, _tag_of(change), text)
    return change


def _tag_of(change: Change) -> str:
    return f"calfcause.{change.did.replace(' ', '_')}"


def roll_back(name: str, *, reason: str) -> Change:
    """Make the previous champion the champion again.

    Rolling back twice goes back two versions. A version that was rolled back does not return.

    Parameters
    ----------
    name : str
        The name of a registered model.
    reason : str
        Why; it is recorded.

    Returns
    -------
    Change
        The change as recorded.

    Raises
    ------
    CalfcauseError
        If there is no champion, or there was none before it.
    """
    champion = champion_of(name)
    if champion is None:
        raise CalfcauseError(f"{name} has no champion to roll back from")
    champions = standing(history(name))
    # An alias that was moved by hand comes after all recorded changes.
    before = champions if champions[-1:] != [champion] else champions[:-1]
    if not before:
        raise CalfcauseError(
            f"version {champion} is the first champion of {name}: there is nothing to roll back to"
        )
    return make_champion(name, before[-1], did="rolled back", reason=reason)


def write_gate(name: str, version: str, table: str, *, held: bool) -> None:
    """Store the gate's table and its outcome as tags of the version."""
    with _registry(f"cannot store the gate of version {version} of {name}") as client:
        client.set_model_version_tag(name, version, "calfcause.gate", "held" if held else "failed")
        client.set_model_version_tag(name, version, "calfcause.gate_table", table)


def standing(changes: list[Change]) -> list[str]:
    """List the champions still in force, oldest first: all but those that were rolled back.

    >>> when = {"at": "", "by": "", "reason": ""}
    >>> first = Change(did="promoted", version="1", before=None, **when)
    >>> second = Change(did="promoted", version="2", before="1", **when)
    >>> back = Change(did="rolled back", version="1", before="2", **when)
    >>> standing([first, second]), standing([first, second, back])
    (['1', '2'], ['1'])
    """
    versions: list[str] = []
    for change in changes:
        if change.did == "rolled back":
            while versions and versions[-1] != change.version:
                versions.pop()
            versions = versions or [change.version]
            continue
        for version in (change.before, change.version):
            if version and versions[-1:] != [version]:
                versions.append(version)
    return versions


@contextmanager
def _registry(refusal: str) -> Iterator[Any]:
    """Give MLflow's client; an error of MLflow becomes a ``CalfcauseError`` with the refusal."""
    check_readable()
    registry = open_mlflow().get_registry_uri()
    with mlflow_or(f"MLflow's registry {registry} {refusal}") as mlflow:
        yield mlflow.MlflowClient()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "unknown"
