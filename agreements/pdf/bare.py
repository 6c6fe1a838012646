"""WeasyPrint alone on the same text, style and fonts: what the finished PDF's time is measured against."""

from agreements.pdf import assets


def write(html: str) -> bytes:
    """No tags, no archive, no attachment and no fields: nobody is given this file."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), assets.fetcher()
    sheet = weasyprint.CSS(
        string=assets.stylesheet(draft=False), font_config=fonts, base_url=assets.BASE, url_fetcher=fetcher
    )
    whole = weasyprint.HTML(string=html, base_url=assets.BASE, url_fetcher=fetcher)
    content: bytes = whole.write_pdf(font_config=fonts, stylesheets=[sheet])
    return content
