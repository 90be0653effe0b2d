"""A network that is not there: replies are confirmed on this machine and go nowhere."""
