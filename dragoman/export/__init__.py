"""Export: a record of one report as something to read or to hand on; one module a format.

`jsonl` is the public contract, `table` a terminal view, `html` a self-contained page.
"""
