# Pinned: the tag can come to mean another image, the digest cannot. This is 3.13.15 on Debian 13; take both anew together.
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PYTHONUNBUFFERED=1

WORKDIR /app
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-deps --no-build-isolation .

RUN useradd --no-create-home --uid 10001 --user-group coach && install -d -o coach -g coach -m 700 /data
USER 10001:10001
WORKDIR /data
VOLUME /data
# A key that was made in here would go with the container: without one that is handed in, no new database is begun.
ENV COACH_DATABASE=sqlite:////data/coach.db COACH_KEY_FILE=/run/secrets/coach_key
# Nothing but /data and /tmp need be writable.
ENV PYTHONDONTWRITEBYTECODE=1 MPLCONFIGDIR=/tmp/matplotlib

CMD ["coach", "run"]
