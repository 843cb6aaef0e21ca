"""Publishing a career or the directory: what would change, what is wanting, now or at a set time."""
