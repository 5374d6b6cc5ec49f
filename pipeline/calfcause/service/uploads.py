"""Uploads of recordings: read in a process of their own, which ends when it takes too much."""

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, File, Request, UploadFile
from pydantic_core import to_json
from starlette.responses import Response

from calfcause.service.problems import Problem
from calfcause.service.reading import Route
from calfcause.service.settings import Settings

# What a worker needs of the environment; no key is among it.
PASSED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR", "LANG", "SYSTEMROOT")
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
LONGEST_NAME = 100


def upload_routes(settings: Settings, model: dict[str, str]) -> APIRouter:
    """The route that reads recordings and exports."""
    routes = APIRouter(prefix="/v1", route_class=Route)

    @routes.post("/activities", summary="Turn recordings and exports into sessions")
    async def activities(
        request: Request,
        files: Annotated[
            list[UploadFile],
            File(description="FIT, TCX, GPX, CSV or zip files, as a watch or an app gives them."),
        ],
    ) -> Response:
        if len(files) > settings.most_files:
            raise Problem(
                413, f"these are {len(files)} files; at most {settings.most_files} are allowed"
            )
        with TemporaryDirectory(prefix="calfcause-") as folder:
            for number, file in enumerate(files):
                place = Path(folder, str(number))
                place.mkdir()
                with place.joinpath(plain(file.filename)).open("wb") as written:
                    await run_sync(copyfileobj, file.file, written)
                await file.close()
            found = await read_apart(folder, settings)
        return Response(to_json({**found, "model": model}), media_type="application/json")

    return routes


def plain(name: str | None) -> str:
    """A name that is safe as a file, with the ending of the one that was given.

    >>> plain("../../etc/Morning run.fit")
    'Morning run.fit'
    """
    last = re.split(r"[/\\]", name or "")[-1]
    kept = re.sub(r"[^\w .()+-]", "_", last)[-LONGEST_NAME:].lstrip(". ")
    return kept or "file"


async def read_apart(folder: str, settings: Settings) -> dict[str, Any]:
    """Read the files of a folder in another process."""
    limits = (settings.worker_seconds, settings.worker_memory, settings.most_runs)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "calfcause.service.worker", folder, *map(str, limits),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in PASSED if name in os.environ} | ENVIRONMENT,
        start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(settings.worker_seconds):
            said, _ = await process.communicate()
    except TimeoutError:
        raise Problem(
            422, f"the upload takes longer to read than {settings.worker_seconds} seconds"
        ) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise Problem(422, "the upload takes more memory or time to read than is allowed")
    found: dict[str, Any] = json.loads(said)
    if refusal := found.get("refusal"):
        raise Problem(422, refusal)
    return found
