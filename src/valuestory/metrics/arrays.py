"""The arrays that sums and estimates are held in: accounts by periods, or one value a period."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
