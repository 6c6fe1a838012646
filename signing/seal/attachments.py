"""The agreement as data, taken out of its PDF."""

import io
import logging

from pyhanko.pdf_utils.reader import PdfFileReader

logger = logging.getLogger(__name__)

NAME = "agreement.json"
MOST = 5_000_000


def agreement_data(pdf: bytes) -> bytes | None:
    """The file's own copy; None when it has none that can be read. Says nothing about who wrote it."""
    try:
        names = PdfFileReader(io.BytesIO(pdf), strict=True).root["/Names"]["/EmbeddedFiles"]["/Names"]
        for index in range(0, len(names), 2):
            if str(names[index]) == NAME:
                data = bytes(names[index + 1]["/EF"]["/F"].data)
                return data if len(data) <= MOST else None
    except Exception as trouble:
        # As when a file is examined: a hostile one can make a parser fail in any way.
        logger.info("no agreement can be taken out: %s", trouble)
    return None
