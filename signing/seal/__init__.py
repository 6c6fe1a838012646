"""Signatures in the PDF. The one door to pyHanko, which is imported only when a file is sealed or examined."""
