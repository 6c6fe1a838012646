"""The processes of the portal and how each is started: one list for ``make run``, bin/start and Docker."""

from dsaportal import environment as env


def web() -> list[str]:
    return ["gunicorn", "--config", "python:dsaportal.gunicorn_conf"]


def worker() -> list[str]:
    # Threads, because tasks wait for the database and the mail server; and never with beat inside: killing a
    # worker's parent would leave that beat running, and every schedule would then run twice.
    return [
        *("celery", "--quiet", "--app", "dsaportal", "worker"),
        *("--pool", "threads", "--concurrency", str(env.number("WORKER_THREADS", 4))),
        *("--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
    ]


def scheduler() -> list[str]:
    return ["celery", "--quiet", "--app", "dsaportal", "beat", "--loglevel", "WARNING", "--pidfile", ""]


ALL = {"web": web, "worker": worker, "scheduler": scheduler}
