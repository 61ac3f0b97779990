"""Export: records as something to read or to hand on; one module a format.

For one report: `table` a terminal view, `html` a self-contained page. For any number of them (`dragoman export`): the
formats in `formats.FORMATS`, each from an iterable of `CodedReport` to lines or files, and `choosing`, which picks
events. `acts` and `sheets` say once what events look like to all of them.
"""
