"""What is made of what: builds, checks, ledgers, new projects."""
