"""Keep the passwords of stores out of messages, warnings and logs."""

import base64
import logging
import os
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus

SECRET = "***"
# Shorter ones would hide ordinary words; an address shows none of any length.
LEAST_LENGTH = 3
# Settings of MLflow and of what it talks to, that are addresses or secrets.
ADDRESSES = (
    "MLFLOW_TRACKING_URI", "MLFLOW_REGISTRY_URI", "MLFLOW_S3_ENDPOINT_URL", "HTTP_PROXY",
    "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy",
)  # fmt: skip
SECRETS = (
    "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN", "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN", "AZURE_STORAGE_ACCESS_KEY", "DATABRICKS_PASSWORD", "DATABRICKS_TOKEN",
)  # fmt: skip
_NAMES = (
    r"[\w.-]*(?:password|passwd|passwort|pwd|token|secret|signature|credential|api_?key|auth)[\w-]*"
)
_PARAMETER = re.compile(rf"([?&;\s]{_NAMES}=)[^&\s'\"#;)]+", re.I)
# A port is followed by a path, if by anything.
_USER_AND = re.compile(r"(://[^\s:/@'\"]*:)(?!\d{1,5}(?:[/?#]|$))[^\s'\"]*@")
_HEADER = re.compile(r"((?:Bearer|Basic)\s+)[\w.~+/=-]{6,}")


def masked(text: str) -> str:
    """Hide passwords and tokens: those of any address, and those of the known stores anywhere.

    >>> masked("postgresql://me:secret@db/runs")
    'postgresql://me:***@db/runs'
    """
    for secret in sorted(_known(), key=len, reverse=True):
        text = text.replace(secret, SECRET)
    text = _USER_AND.sub(rf"\1{SECRET}@", text)
    text = _PARAMETER.sub(rf"\1{SECRET}", text)
    return _HEADER.sub(rf"\1{SECRET}", text)


def _known() -> set[str]:
    """The secrets of the stores that are in use, in every form in which they may appear."""
    secrets = {os.environ.get(name, "") for name in SECRETS}
    addresses = [os.environ.get(name, "") for name in ADDRESSES]
    if mlflow := sys.modules.get("mlflow"):
        for ask in ("get_tracking_uri", "get_registry_uri"):
            try:
                addresses.append(str(getattr(mlflow, ask)()))
            except Exception:  # of a half imported MLflow, or an address that it cannot read
                continue
    for address in addresses:
        secrets |= set(_of_address(address))
    forms = {
        form(secret)
        for secret in secrets
        for form in (str, unquote, unquote_plus, quote_plus, lambda text: quote(text, safe=""))
    }
    # Those of errors and of JSON, in which quotes and backslashes are escaped.
    forms |= {repr(form)[1:-1] for form in forms}
    return {form for form in forms if len(form) >= LEAST_LENGTH}


def _of_address(address: str) -> Iterator[str]:
    _, _, rest = address.partition("://")
    for parameter, setting in parse_qsl(rest.partition("?")[2]):
        if re.fullmatch(_NAMES, parameter, re.I):
            yield setting
    user, colon, rest = rest.partition(":")
    if not colon or "@" not in rest or re.search("[/@]", user):
        return
    # Libraries differ in where a password with @ or / ends.
    for password in (rest.partition("@")[0], rest.rpartition("@")[0]):
        if re.fullmatch(r"\d{1,5}[/?#].*", password):
            continue
        yield password
        yield from (part for part in re.split("[/?#@:]", password) if len(part) > LEAST_LENGTH)
        yield base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()


_lock = threading.Lock()
_depth = 0
_before: Any = None


@contextmanager
def kept_secret() -> Iterator[None]:
    """Mask what is logged and warned of while the block runs, whoever logs it."""
    global _depth, _before
    with _lock:
        _depth += 1
        if _depth == 1:
            _before = logging.getLogRecordFactory(), warnings.showwarning
            logging.setLogRecordFactory(_record)
            warnings.showwarning = _warn
    try:
        yield
    finally:
        with _lock:
            _depth -= 1
            if _depth == 0:
                make, show = _before
                if logging.getLogRecordFactory() is _record:
                    logging.setLogRecordFactory(make)
                if warnings.showwarning is _warn:
                    warnings.showwarning = show


def _record(*arguments: Any, **more: Any) -> logging.LogRecord:
    record: logging.LogRecord = _before[0](*arguments, **more)
    try:
        text = record.getMessage()
    except Exception:  # arguments that do not fit are the handlers' to report
        return record
    if (hidden := masked(text)) != text:
        record.msg, record.args = hidden, ()
    if record.exc_info and record.exc_info[0]:
        record.exc_text = masked("".join(traceback.format_exception(*record.exc_info)).rstrip())
    return record


def _warn(message: Any, *arguments: Any, **more: Any) -> None:
    hidden = masked(str(message))
    if hidden != str(message):
        message = hidden if isinstance(message, str) else UserWarning(hidden)
    _before[1](message, *arguments, **more)
