"""Draws a picture anew, so that only what can be seen of it is kept. Run as a script by ``tools``, fenced.

Where it was taken, with what, by whom, a second picture, a page hidden behind it: all of that stays behind.
"""

import sys
import warnings

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
TOO_MANY_PIXELS, NOT_A_PICTURE = 3, 4


def redraw(source: str, target: str, turn: int, longest: int, quality: int) -> int:
    try:
        with Image.open(source, formats=("PNG", "JPEG")) as found:
            if found.width * found.height > MOST_PIXELS:
                return TOO_MANY_PIXELS
            found.draft(None, (longest, longest))  # a JPEG is then unpacked at about the size that is wanted
            upright = ImageOps.exif_transpose(found)
            picture = _on_white(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_PIXELS
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        return NOT_A_PICTURE
    picture.thumbnail((longest, longest))
    if turn:
        picture = picture.rotate(-turn, expand=True)
    picture.save(target, "JPEG", quality=quality)
    return 0


def _on_white(found: Image.Image) -> Image.Image:
    if found.mode in ("L", "RGB"):
        return found.copy()
    clear = found.convert("RGBA")
    page = Image.new("RGB", clear.size, "white")
    page.paste(clear, mask=clear.getchannel("A"))
    return page


if __name__ == "__main__":
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    sys.exit(redraw(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6])))
