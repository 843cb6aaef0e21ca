"""The record of changes: who changed what, from what to what."""
