"""Room for what stands around a plot and in it, for one chart and for several side by side."""
