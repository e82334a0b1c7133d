"""How the register of an authority stood on a day: its risks, read from the history, and its matrix of then."""

from risks.standing.registers import RegisterThen
from risks.standing.rows import RiskRows, risks_as_they_stood

__all__ = ["RegisterThen", "RiskRows", "risks_as_they_stood"]
