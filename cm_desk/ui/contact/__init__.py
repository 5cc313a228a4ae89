"""People: the list, one person, and their story."""
