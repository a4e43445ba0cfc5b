"""Measurements: how fast, how large, how right; `make bench` and `make linking` run them."""
