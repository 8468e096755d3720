"""The checklist as rules, one module for each group, in the checklist's order."""

from typing import Final

from audit.rules import (
    accessibility,
    answering,
    buttons,
    declared,
    health,
    record,
    remembering,
    signal,
    silence,
    withdrawal,
    wording,
)
from audit.rules.rule import Rule

_MODULES: Final = (
    buttons, wording, answering, silence, declared, withdrawal, record, remembering, signal, health, accessibility,
)  # fmt: skip

RULES: Final[tuple[Rule, ...]] = tuple(
    sorted((rule for module in _MODULES for rule in module.RULES), key=lambda rule: int(rule.id[1:]))
)
