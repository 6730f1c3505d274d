"""The hall screens: what is called now, and where."""
