FROM python:3.13-slim

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore PYTHONUNBUFFERED=1

WORKDIR /app
COPY requirements.lock .
RUN pip install --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-deps --no-build-isolation .

RUN useradd --create-home --uid 10001 coach && install -d -o coach -g coach -m 700 /data
USER coach
WORKDIR /data
VOLUME /data
ENV COACH_DATABASE=sqlite:////data/coach.db

CMD ["coach", "run"]
