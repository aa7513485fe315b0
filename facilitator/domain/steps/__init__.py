"""What a kind of step is: a module a kind."""
