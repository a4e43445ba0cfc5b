"""What docs/linking.md says of `lmskg link`, measured; `python -m bench.linking`."""
