"""What works and what does not: ratings, comments, links, what is overdue."""
