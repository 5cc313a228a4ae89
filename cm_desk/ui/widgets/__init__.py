"""Parts that two features or more use. Every text sink here is plain text.

A widget takes its fonts and sizes in `dress()`, so that it follows the theme while it is open.
"""
