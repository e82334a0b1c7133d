"""The settings of the process that draws one document: where the static folder is. It knows no others."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[4]
