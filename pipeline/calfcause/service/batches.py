"""CSV in, CSV out: answered block by block, and sent as it is answered."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from anyio.to_thread import run_sync
from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from calfcause.answer.predictor import Predictor
from calfcause.errors import SchemaError
from calfcause.service.bodies import Units
from calfcause.service.notes import noted
from calfcause.service.problems import Problem
from calfcause.service.reading import Route
from calfcause.service.settings import Settings

# Assumed: a header holds these, and a person reads no more.
MOST_NOTES = 10


def batch_routes(predictor: Predictor, settings: Settings, model: dict[str, str]) -> APIRouter:
    """The route that answers a CSV."""
    routes = APIRouter(prefix="/v1", route_class=Route)

    @routes.post("/batch", summary="Answer every row of a CSV")
    async def batch(
        request: Request,
        explain: bool = Query(False, description="Whether to add the reasons in words."),
        history: bool = Query(True, description="Whether a run gets what earlier rows tell."),
        intervals: bool = Query(False, description="Whether to add the interval of the risk."),
        units: Units = "km",
        strict: bool = Query(False, description="Whether to refuse columns that are not known."),
        name_model: bool = Query(False, description="Whether to add model_version and model_hash."),
    ) -> Response:
        # Arrow takes as long to load as all that answers one run.
        from calfcause.batch import answered_blocks

        file = NamedTemporaryFile(prefix="calfcause-", suffix=".csv")  # noqa: SIM115
        try:
            lines = 0
            async for chunk in request.stream():
                lines += chunk.count(b"\n")
                file.write(chunk)
            if lines > settings.most_rows + 1:
                raise Problem(
                    413, f"the CSV has {lines:,} lines; at most {settings.most_rows:,} are allowed"
                )
            file.flush()
            blocks = answered_blocks(
                predictor, Path(file.name), explain=explain, units=units, history=history,
                intervals=intervals, strict=strict, name_model=name_model,
            )  # fmt: skip
            # What refuses the whole file shows here, while the status can still say so.
            with noted() as notes:
                begin = [await _next(blocks) or b"", await _next(blocks) or b""]
        except SchemaError as error:
            file.close()
            # The caller knows of no file, nor of its name.
            said = (
                str(error).replace(file.name, "the CSV").replace(" or let its name end in .gz", "")
            )
            raise SchemaError(said, error.problems) from None
        except BaseException:
            file.close()
            raise

        async def content() -> AsyncIterator[bytes]:
            try:
                yield b"".join(begin)
                while block := await _next(blocks):
                    yield block
            finally:
                file.close()

        headers = {
            "X-Model-Version": model["version"],
            "X-Model-Hash": model["hash"],
            "X-Notes": json.dumps(notes[:MOST_NOTES]),
            "Content-Disposition": 'attachment; filename="answers.csv"',
        }
        return StreamingResponse(content(), headers=headers, media_type="text/csv")

    return routes


async def _next(blocks: Iterator[bytes]) -> bytes | None:
    return await run_sync(lambda: next(blocks, None))
