"""The ledger of claims, and the evidence that finished files carry."""
