"""The inbox: the list of conversations beside the one that is open."""
