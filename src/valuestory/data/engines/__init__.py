"""Where tables live and are computed: the embedded engine, warehouses, and the one door to both."""
