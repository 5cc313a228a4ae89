"""What belongs to the person: shown, written, erased, kept for a time."""
