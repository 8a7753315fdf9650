"""Small tables with and without drift."""

import numpy as np
import pandas as pd


def mixed(seed, rows=500):
    """Give a table of six columns of all kinds; the law is the same for every seed."""
    random = np.random.default_rng(seed)
    partly = random.exponential(3, rows)
    partly[random.random(rows) < 0.05] = np.nan
    return pd.DataFrame(
        {
            "normal": random.normal(34, 5, rows),
            "skewed": random.lognormal(0, 0.5, rows),
            "count": random.poisson(4, rows),
            "partly": partly,
            "city": np.array(["Rome", "Paris", "Oslo"], object)[random.choice(3, rows, p=[0.5, 0.3, 0.2])],
            "yes": random.random(rows) < 0.3,
        }
    )
