"""The brief: a resolved document as HTML, and that as PDF."""
