"""A process that queues as many notices as each line of its input says, and answers with the number it has queued."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from notices import services  # noqa: E402


def main() -> None:
    queued = 0
    print("ready", flush=True)
    for line in sys.stdin:
        facts = {"organisation": "Essex County Council", "link": "/organisations/essex/"}
        for _ in range(int(line)):
            services.queue(
                kind="org.dpo_missing",
                recipient=None,
                email=f"dpo{queued}@council.example",
                dedupe_key=f"kill:{queued}",
                context=facts,
                at=timezone.now(),
            )
            queued += 1
        print(queued, flush=True)


if __name__ == "__main__":
    main()
