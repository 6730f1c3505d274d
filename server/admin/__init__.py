"""Reception's and the supervisor's pages."""
