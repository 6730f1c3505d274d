"""What people do in the hall: one use case, one transaction; then everybody who looks is told."""

from server.hall.hall import Hall

__all__ = ["Hall"]
