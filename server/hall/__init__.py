"""What people do in the hall: one use case, one transaction; then everybody who looks is told."""
