"""How strong a hidden factor would have to be to explain an effect away (VanderWeele and Ding 2017).

A description, never a gate: in simulations it was higher for effects that were not there. It is that of the risk ratio
of staying: the ratio of leaving gives much higher values for the same data.
"""

from __future__ import annotations

import math


def e_value(counterfactual: float, effect: float, bound: float | None = None) -> float | None:
    """Return the E-value of a difference of two rates, at least 1; nothing where one of them is not above 0.

    Parameters
    ----------
    counterfactual
        The rate without help, from 0 to 1.
    effect
        Helped less counterfactual.
    bound
        The limit of the effect's interval that is nearest 0, instead of the effect; an interval that crosses 0 has 1.

    Examples
    --------
    A risk ratio of 1.2 has an E-value of 1.69:

    >>> round(e_value(0.75, 0.15), 2)
    1.69
    """
    difference = effect if bound is None else bound
    if counterfactual <= 0 or counterfactual + difference <= 0:
        return None
    if bound is not None and bound * effect <= 0:
        return 1.0
    ratio = (counterfactual + difference) / counterfactual
    ratio = max(ratio, 1 / ratio)
    return ratio + math.sqrt(ratio * (ratio - 1))
