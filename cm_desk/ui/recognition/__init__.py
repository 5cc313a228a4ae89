"""Recognition: who helps others, whom we overlooked, and what we gave before we asked."""
