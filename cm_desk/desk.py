"""What an action may use, and how it is put together. No Qt: the command line uses it too."""
