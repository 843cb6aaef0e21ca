"""What waits for a translator, and the file that goes to one and comes back."""
