"""The command serve: answers over HTTP."""

import click

from calfcause.cli.options import with_model
from calfcause.cli.terminal import on_terminal, tell

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
@click.option("--host", metavar="ADDRESS", default=LOOPBACK[0], show_default=True,
              help="Address to listen on; 0.0.0.0 lets in other machines.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Port to listen on.")  # fmt: skip
@click.option("--api-key", "api_keys", metavar="KEY", multiple=True, envvar="CALFCAUSE_API_KEY",
              help="Answer only those who send this key; may be given several times.")  # fmt: skip
@click.option("--cors", metavar="ORIGIN", multiple=True,
              help="A web page's origin, as https://club.example, that may ask; may be given"
              " several times.")  # fmt: skip
@click.option("--limit", "limits", metavar="NAME=NUMBER", multiple=True,
              help="Another limit, such as seconds=5; may be given several times.")  # fmt: skip
@with_model
def serve(
    host: str,
    port: int,
    api_keys: tuple[str, ...],
    cors: tuple[str, ...],
    limits: tuple[str, ...],
    model: str | None,
) -> None:
    """Answer over HTTP: a service for developers, and a page for runners and coaches.

    By default it answers this machine alone. Nothing that it is asked is stored, or written to its
    log. Needs the extra service: pip install 'calfcause[service]'.

    \b
    Examples:
      calfcause serve
      calfcause serve --host 0.0.0.0 --port 80 --api-key "$KEY"
      calfcause serve --model models:/calfcause@champion
    """
    from calfcause.answer.predictor import Predictor
    from calfcause.service.run import serve as run
    from calfcause.service.settings import Settings

    settings = Settings(api_keys=api_keys, cors=cors)
    for limit in limits:
        name, _, number = limit.partition("=")
        settings = settings.limited(name, number)
    if host not in LOOPBACK and not api_keys:
        tell(f"Warning: anybody who reaches {host} can ask; --api-key lets in only some.")

    def begun(address: str) -> None:
        if on_terminal():
            tell(f"Open {address} in a browser. Ctrl-C ends it.")

    run(Predictor.load(model), host=host, port=port, settings=settings, begun=begun)
