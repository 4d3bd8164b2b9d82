"""Reports that people read: built once as plain data, laid out by each format of documents."""

from kg.exports.report.build import build
from kg.exports.report.model import Report

__all__ = ["Report", "build"]
