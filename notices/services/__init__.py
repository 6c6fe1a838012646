"""The verbs of telling people. Exactly once is impossible; this is what is promised instead.

Between the mail server's 250 and our own commit there is an instant in which a crash leaves nobody able to tell
whether the message went out. One must then either risk losing it or risk repeating it. We repeat:

- A notice is written in the transaction of its cause: no act without its message, no message without its act.
- Nothing is lost. Whatever a dead worker left behind is sent by another one, once its lease has run out.
- A message that a crash makes us repeat has the same Message-ID, which mail systems use to drop the second copy.
- Nothing is sent again whose acceptance is on record. There is one repeat at most for each crash.
"""

from notices.services.choosing import choices_of, choose, digest_time_of
from notices.services.digesting import write_digests
from notices.services.keeping import keep_house, oldest_waiting_seconds
from notices.services.queueing import Letter, cancel, queue, queue_for_operators, queue_many, write_many
from notices.services.sending import Tally, bounce, deliver
from notices.wording import Quoted

__all__ = [
    "Letter",
    "Quoted",
    "Tally",
    "bounce",
    "cancel",
    "choices_of",
    "choose",
    "deliver",
    "digest_time_of",
    "keep_house",
    "oldest_waiting_seconds",
    "queue",
    "queue_for_operators",
    "queue_many",
    "write_digests",
    "write_many",
]
