"""How Sphinx builds these pages: ``make docs``.

The build needs no network, and neither do the pages: no font, script or badge comes from elsewhere.
"""

import sys
from pathlib import Path

DOCS = Path(__file__).parent
# The code beside these pages is documented, whichever calfcause is installed.
sys.path[:0] = [str(DOCS), str(DOCS.parent / "pipeline")]

import made_pages  # noqa: E402

import calfcause  # noqa: E402

project = "calfcause"
release = calfcause.__version__
copyright = "the authors of calfcause, Apache-2.0"

extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc"]
nitpicky = True
myst_heading_anchors = 3
myst_enable_extensions = ["html_image"]
exclude_patterns = ["_templates"]

# Types stand in the docstrings' sections; numpydoc would list every member twice.
autodoc_typehints = "none"
autodoc_preserve_defaults = True
autodoc_member_order = "bysource"
numpydoc_show_class_members = False

html_theme = "furo"
html_title = f"calfcause {release}"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}


def setup(app):
    app.connect("builder-inited", lambda app: made_pages.write(DOCS))
