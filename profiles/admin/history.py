"""A career's editions: compared, and brought back as a draft."""
