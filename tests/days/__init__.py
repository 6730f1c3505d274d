"""The days of the people whom the hall is for, each played through a real server and a real browser."""
