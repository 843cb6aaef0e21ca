"""What files and editors both changed: three texts side by side, and a choice."""
