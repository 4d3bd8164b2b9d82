"""Questions into typed frames, and frames into SPARQL."""
