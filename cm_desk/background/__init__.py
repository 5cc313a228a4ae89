"""Coroutines that run as long as the desk."""
