"""The nouns of CM Desk and the rules that keep data right: frozen values, no I/O, no clock."""
