"""What a build may use of the machine, and what the machine must have."""
