"""Server: a record's pages, and its API for programs, on a machine's loopback unless it is told otherwise.

`app` puts it together; a request goes `guarding` (who may ask what, how much, how fast) -> `api` or `pages` (what is
asked, read by the `parameters` that it declares) -> `reading` (the one seam to the record, and to its `catalogue`) ->
back as JSON, CSV, Arrow or a page. What goes wrong is told by `problems`; `openapi` describes the API from the same
declarations that answer it; `assets` are the files that pages load, none of them from elsewhere.
"""
