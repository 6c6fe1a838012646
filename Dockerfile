# The portal for production. Three stages, so that the image that runs has neither Node.js nor an installer.
# docs/guide/operators.md explains every setting; docker-compose.yml puts the processes together.

FROM node:22-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --legacy-peer-deps --ignore-scripts
COPY static static
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY bin/setup/installer.lock requirements.lock ./
RUN python -m venv /installer \
    && /installer/bin/pip install --no-cache-dir --require-hashes -r installer.lock \
    && python -m venv --without-pip .venv \
    && /installer/bin/uv pip install --no-cache --python .venv/bin/python --require-hashes --compile-bytecode \
       -r requirements.lock

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libfontconfig1 libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 poppler-utils qpdf \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/portal portal
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY . .
COPY --from=assets /app/static/built static/built
ENV PORTAL_VAR=/var/lib/portal \
    STATIC_ROOT=/app/staticfiles \
    BIND=0.0.0.0:8000 \
    PYTHONUNBUFFERED=1
# The address and the key are used by nothing: collecting files asks neither a database nor a secret.
RUN DATABASE_URL=postgres://build/build SECRET_KEY=unused .venv/bin/python manage.py collectstatic --noinput \
    && .venv/bin/python -m compileall -q accounts agreements closing drafting dsaformat dsaportal foundation lawfulbasis \
       notices parties reviews signing
# The code belongs to root: the process that serves the world cannot change it.
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
ENTRYPOINT ["bin/start"]
CMD ["web"]
