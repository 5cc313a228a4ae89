"""Bringing history in from an export file: the dialog, and one module for each page of it."""
