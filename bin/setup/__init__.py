"""What bin/bootstrap does, with the standard library alone: the packages are not there yet."""
