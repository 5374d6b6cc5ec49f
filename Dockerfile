# calfcause serve in a slim image: docker build -t calfcause . && docker run --rm -p 8000:8000 calfcause
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY pipeline pipeline
COPY models/released models/released
RUN python -m venv /opt/calfcause \
 && /opt/calfcause/bin/pip install --no-cache-dir --constraint constraints.txt '.[service,activities]'

FROM python:3.11-slim-bookworm
COPY --from=build /opt/calfcause /opt/calfcause
ENV PATH=/opt/calfcause/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    ORT_DISABLE_TELEMETRY=1
USER 65534:65534
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
# An API key comes as CALFCAUSE_API_KEY. SIGTERM ends it when all that was accepted is answered.
STOPSIGNAL SIGTERM
ENTRYPOINT ["calfcause", "serve", "--host", "0.0.0.0"]
