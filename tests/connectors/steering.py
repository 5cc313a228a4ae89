"""It lives in `cm_desk_contract`, so that others can steer their small servers with it."""

from cm_desk_contract.steering import Clock, Steering

__all__ = ["Clock", "Steering"]
