"""The database. The only room with SQL: one module per noun.

A read takes `db`, a write takes `tx` and says what it changed. Both run in a lane.
"""
