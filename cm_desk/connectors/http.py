"""HTTP for all connectors: limits of time and size, errors, and no secret in any text."""


class Http:
    """The one way to the network."""
