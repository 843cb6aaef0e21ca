"""Links that show a draft to somebody, with or without an account."""
