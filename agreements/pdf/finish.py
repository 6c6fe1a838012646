"""What WeasyPrint leaves undone: fields to sign, the PDF/UA mark, small object streams."""

import types
from typing import Any
from xml.etree import ElementTree

import pydyf

from agreements.pdf import writer

_PREFIX = b"Signature-"
_PRINT_AND_LOCKED = 132
_NOT_FOR_SIGNATURES = ("V", "DA", "MaxLen")

_UA = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<rdf:Description rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""

for _name, _space in (
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
    ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
):
    ElementTree.register_namespace(_name, _space)


def declare_accessible(metadata: Any) -> None:
    """Say PDF/UA-1 beside PDF/A-3 in one description: WeasyPrint can say either, an archive must read both.

    PDF/A knows only fields that a schema describes, so the schema of PDF/UA's field comes along. The
    description stays uncompressed, so that plain tools can read it.
    """
    describe, include = metadata.generate_rdf_metadata, metadata.include_in_pdf

    def both(variant: str, version: int, conformance: str) -> bytes:
        root = ElementTree.fromstring(describe(variant, version, conformance))  # noqa: S314 (WeasyPrint's own)
        root.extend(list(ElementTree.fromstring(_UA)))  # noqa: S314 (the constant above)
        whole: bytes = ElementTree.tostring(root, encoding="utf-8")
        return whole

    def uncompressed(pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:
        include(pdf, variant, version, conformance, False)

    metadata.generate_rdf_metadata, metadata.include_in_pdf = both, uncompressed


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's last call before it writes."""
    form = pdf.catalog.get("AcroForm")
    if form is not None:
        for widget in [item for item in pdf.objects if _is_signature(item)]:
            _make_signable(pdf, widget)
        _unwrap_form_elements(pdf)
        for name in ("DA", "DR", "NeedAppearances"):
            form.pop(name, None)
        form["SigFlags"] = 1
    pdf.write = types.MethodType(writer.write, pdf)


def _is_signature(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and item.get("Subtype") == "/Widget"
        and item.get("FT") == "/Tx"
        and _PREFIX in item["T"].data
    )


def _make_signable(pdf: Any, widget: Any) -> None:
    """From the text box that the layout placed to an empty signature field with an appearance of its own."""
    left, bottom, right, top = widget["Rect"]
    left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
    appearance = pydyf.Stream(
        [],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, right - left, top - bottom]),
            "Resources": pydyf.Dictionary(),
        },
    )
    pdf.add_object(appearance)
    widget.update(
        {
            "FT": "/Sig",
            "F": _PRINT_AND_LOCKED,
            "Rect": pydyf.Array([left, bottom, right, top]),
            "AP": pydyf.Dictionary({"N": appearance.reference}),
        }
    )
    for name in _NOT_FOR_SIGNATURES:
        widget.pop(name, None)


def _unwrap_form_elements(pdf: Any) -> None:
    """`/K [objr]` to `/K objr`: with the array, each later signature makes the earlier ones report a change."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/Form":
            children = item.get("K")
            if isinstance(children, list) and len(children) == 1:
                item["K"] = children[0]
