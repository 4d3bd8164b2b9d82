"""The library for assistants, by the Model Context Protocol: over HTTP at /mcp, and over stdio by `letters mcp`.

The protocol's own package is imported where it is used: its import takes a second.
"""
