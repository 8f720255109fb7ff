"""What is done to many contacts at once: to those somebody picked, or to all that a list shows."""
