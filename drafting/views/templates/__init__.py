"""Pages of agreement templates: to read for everybody who is signed in, to change for those who run the portal."""
