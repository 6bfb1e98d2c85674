"""The checks: they read finished files and know no writer, so they cannot share a writer's bugs."""
