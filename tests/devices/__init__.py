"""Tests of the slip and its printers, with a printer that is real as far as TCP goes."""
