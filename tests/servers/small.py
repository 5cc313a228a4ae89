"""The small server lives in `cm_desk_contract`, so that others can test their services with it."""

from cm_desk_contract.small import Faults, Query, Refusal, SmallServer, Stop

__all__ = ["Faults", "Query", "Refusal", "SmallServer", "Stop"]
