"""Signatures on paper: the pack that is printed, the scan that comes back, and what is said and kept of both."""
