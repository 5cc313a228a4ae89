"""CM Desk: the relationship desk of a community manager."""
