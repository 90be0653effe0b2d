"""What the house asks of plug-ins and adapters, as Protocols, and the registry that finds them."""
