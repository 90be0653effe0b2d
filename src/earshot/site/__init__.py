"""Where everything comes together: settings, addresses, wiring, processes, the command line."""
