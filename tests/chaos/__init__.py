"""Concurrent people, killed servers, and the proof that nothing promised was lost."""
