"""Who will not buy within the horizon: candidates compared on later months; the best calibrated scores and says why."""
