# The site as a container. compose.yaml says how it is run; docs/operations.md says what has to be set.
# The steps are those of bin/start, in the same Debian: tests/operation/test_container.py runs them in a plain root.
# Debian takes a package's earlier version away when it mends it, so none is pinned; Python's are, by hash.
# hadolint global ignore=DL3008
FROM debian:12-slim AS built
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/kpa_tracker
COPY requirements requirements
RUN python3 -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --require-hashes --requirement requirements/larger.txt
COPY . .
RUN bin/build \
 && KPA_VAR_DIR=/srv/built .venv/bin/python manage.py collectstatic --no-input \
 && rm -rf node_modules var /srv/built/secret-key

FROM debian:12-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 libpangoft2-1.0-0 libharfbuzz-subset0 postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 plan \
 && useradd --system --uid 10001 --gid plan --home-dir /srv/kpa_tracker plan \
 && install --directory --owner=plan --group=plan --mode=0700 /srv/var /srv/anchor
COPY --from=built /srv/kpa_tracker /srv/kpa_tracker
COPY --from=built --chown=plan:plan /srv/built/static /srv/static
WORKDIR /srv/kpa_tracker
ENV KPA_VAR_DIR=/srv/var STATIC_ROOT=/srv/static GUNICORN_CMD_ARGS="--bind=0.0.0.0:8000" LOG_FORMAT=json
USER 10001
VOLUME /srv/var /srv/anchor
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD [".venv/bin/python", "-m", "gunicorn"]
