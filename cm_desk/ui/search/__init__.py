"""Finding words and people in everything on this computer."""
