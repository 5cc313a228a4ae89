"""Export files that people bring. No network."""
