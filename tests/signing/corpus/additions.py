"""What somebody may append to a signed file. Each function changes a writer that then writes one addition."""

from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.sign import fields

from tests.signing.corpus.making import Writer, dictionary, numbers

PAINT = b"q 1 1 1 rg 40 730 400 60 re f Q"


def _page(writer: Writer, number: int = 0):
    reference = writer.root["/Pages"]["/Kids"].raw_get(number)
    return reference, reference.get_object()


def _field(writer: Writer, party: str):
    every = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    return next(one for one in every if one["/T"] == f"Signature-{party}")


def _form(data: bytes = b"0 0 1 rg 0 0 400 60 re f") -> generic.StreamObject:
    shape = dictionary(Type=pdf_name("/XObject"), Subtype=pdf_name("/Form"), BBox=numbers(0, 0, 400, 60))
    return generic.StreamObject(shape, stream_data=data)


def _annotate(writer: Writer, number: int = 0, **entries: object) -> None:
    reference, page = _page(writer, number)
    note = dictionary(Type=pdf_name("/Annot"), Rect=numbers(50, 500, 400, 700), F=generic.NumberObject(4), **entries)
    held = list(generic.ArrayObject.__iter__(page["/Annots"])) if "/Annots" in page else []
    page[pdf_name("/Annots")] = generic.ArrayObject([*held, writer.add_object(note)])
    writer.mark_update(reference)


def more_content(writer: Writer) -> None:
    reference, page = _page(writer)
    more = writer.add_object(generic.StreamObject(stream_data=PAINT))
    page[pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), more])
    writer.mark_update(reference)


def other_content(writer: Writer) -> None:
    reference = _page(writer)[1].raw_get("/Contents")
    writer.objects[reference.generation, reference.idnum] = generic.StreamObject(stream_data=PAINT)


def replaced_content(writer: Writer) -> None:
    reference, page = _page(writer)
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=PAINT))
    writer.mark_update(reference)


def repainted_signature(writer: Writer) -> None:
    field = _field(writer, "essex")
    field["/AP"][pdf_name("/N")] = writer.add_object(_form())
    writer.update_container(field)
    writer.update_container(field["/AP"])


def moved_signature(writer: Writer) -> None:
    field = _field(writer, "essex")
    field[pdf_name("/Rect")] = numbers(300, 100, 580, 160)
    writer.update_container(field)


def emptied_signature(writer: Writer) -> None:
    field = _field(writer, "essex")
    del field["/V"]
    writer.update_container(field)


def swapped_signature(writer: Writer) -> None:
    field = _field(writer, "essex")
    field[pdf_name("/V")] = _field(writer, "police").raw_get("/V")
    writer.update_container(field)


def painted_empty_field(writer: Writer) -> None:
    field = _field(writer, "health")
    field[pdf_name("/AP")] = dictionary(N=writer.add_object(_form()))
    writer.update_container(field)


def free_text(writer: Writer) -> None:
    _annotate(writer, Subtype=pdf_name("/FreeText"), Contents=generic.pdf_string("Clause 4 is deleted"))


def stamp(writer: Writer) -> None:
    _annotate(writer, Subtype=pdf_name("/Stamp"), AP=dictionary(N=writer.add_object(_form())))


def redaction(writer: Writer) -> None:
    _annotate(writer, 1, Subtype=pdf_name("/Square"), IC=numbers(0, 0, 0))


def link(writer: Writer) -> None:
    there = dictionary(S=pdf_name("/URI"), URI=generic.pdf_string("https://elsewhere.example"))
    _annotate(writer, Subtype=pdf_name("/Link"), A=there)


def attachment_swapped(writer: Writer) -> None:
    named = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    reference = named[1]["/EF"].raw_get("/F")
    writer.objects[reference.generation, reference.idnum] = generic.StreamObject(stream_data=b'{"forged": true}')


def attachment_added(writer: Writer) -> None:
    data = embed.EmbeddedFileObject.from_file_data(writer, b"annex")
    embed.embed_file(writer, embed.FileSpec("annex.txt", embedded_data=data))


def title_changed(writer: Writer) -> None:
    reference = writer.root.raw_get("/Metadata")
    data = reference.get_object().data.replace(b"Street", b"Secret")
    packet = generic.StreamObject({pdf_name("/Type"): pdf_name("/Metadata")}, stream_data=data)
    writer.objects[reference.generation, reference.idnum] = packet


def information_changed(writer: Writer) -> None:
    writer.set_info(writer.add_object(dictionary(Title=generic.pdf_string("Another agreement"))))


def page_added(writer: Writer) -> None:
    contents = writer.add_object(generic.StreamObject(stream_data=PAINT))
    writer.insert_page(PageObject(contents=contents, media_box=(0, 0, 595, 842)))


def page_removed(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    pages[pdf_name("/Kids")] = generic.ArrayObject([pages["/Kids"].raw_get(0)])
    pages[pdf_name("/Count")] = generic.NumberObject(1)
    writer.update_container(pages)


def pages_swapped(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    pages[pdf_name("/Kids")] = generic.ArrayObject([pages["/Kids"].raw_get(1), pages["/Kids"].raw_get(0)])
    writer.update_container(pages)


def page_turned(writer: Writer) -> None:
    reference, page = _page(writer)
    page[pdf_name("/Rotate")] = generic.NumberObject(180)
    writer.mark_update(reference)


def page_cropped(writer: Writer) -> None:
    reference, page = _page(writer)
    page[pdf_name("/CropBox")] = numbers(0, 0, 595, 400)
    writer.mark_update(reference)


def script(writer: Writer) -> None:
    act = dictionary(S=pdf_name("/JavaScript"), JS=generic.pdf_string("app.alert('signed')"))
    writer.root[pdf_name("/OpenAction")] = act
    writer.update_root()


def layer(writer: Writer) -> None:
    group = writer.add_object(dictionary(Type=pdf_name("/OCG"), Name=generic.pdf_string("Hidden")))
    order = dictionary(OFF=generic.ArrayObject([group]))
    writer.root[pdf_name("/OCProperties")] = dictionary(OCGs=generic.ArrayObject([group]), D=order)
    writer.update_root()


def permissions_dropped(writer: Writer) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def form_dropped(writer: Writer) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def field_added(writer: Writer) -> None:
    fields.append_signature_field(writer, fields.SigFieldSpec("Signature-extra", box=(50, 50, 200, 90)))


def font_swapped(writer: Writer) -> None:
    face = writer.root["/AcroForm"]["/DR"]["/Font"]["/PortalSeal"]
    reference = face.raw_get("/ToUnicode")
    writer.objects[reference.generation, reference.idnum] = generic.StreamObject(stream_data=b"swapped")


def nothing(writer: Writer) -> None:
    """An addition without any object: only another end of the file."""
    writer.add_object(dictionary(Note=generic.pdf_string("unused")))


EVERY = {
    name: thing
    for name, thing in list(globals().items())
    if callable(thing) and getattr(thing, "__module__", "") == __name__ and not name.startswith("_")
}
