"""The tests, one folder for each layer, each tested in its own way."""
