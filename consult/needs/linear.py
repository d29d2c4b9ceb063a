"""Linear programs of a few dozen unknowns, handed to HiGHS. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from highspy import HighsLp

Row = Mapping[int, float]
"""The coefficients of one equation, by the place of the unknown."""
INFINITE = float("inf")


@dataclass(frozen=True)
class System:
    """Unknowns between bounds, tied by equations whose right-hand side is zero."""

    lower: Sequence[float]
    upper: Sequence[float]
    equations: Sequence[Row]

    def minimise(self, cost: Sequence[float]) -> np.ndarray | None:
        """The cheapest values; None where no values satisfy everything, or the cost has no end."""
        # Read at its first use: a site at rest does without its memory.
        import highspy

        # The class under `Highs`, which greets on standard output, where a command may be writing a file.
        solver = highspy._Highs()  # type: ignore[attr-defined]
        solver.setOptionValue("output_flag", False)
        solver.passModel(self._model(cost))
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(solver.getSolution().col_value)

    def _model(self, cost: Sequence[float]) -> "HighsLp":
        import highspy

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.lower), len(self.equations)
        model.col_cost_ = np.asarray(cost, float)
        model.col_lower_, model.col_upper_ = np.asarray(self.lower, float), np.asarray(self.upper, float)
        model.row_lower_ = model.row_upper_ = np.zeros(len(self.equations))
        starts = np.cumsum([0, *(len(row) for row in self.equations)])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = np.array([place for row in self.equations for place in row], np.int32)
        model.a_matrix_.value_ = np.array([value for row in self.equations for value in row.values()], float)
        return model
