"""What Bluesky keeps (repositories, records, posts), the same in a file and from a server."""
