"""Signing in, the second factor, and the language of the desk."""
