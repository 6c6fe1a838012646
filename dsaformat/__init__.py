"""The agreement document: one typed value that everything else reads.

Pure Python and Pydantic. No Django, no clock, no files, no network.
`document` says what an agreement is, `reading` turns text into one, `canonical` turns one
into the text that is fingerprinted and signed.
"""
