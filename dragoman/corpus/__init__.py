"""Corpora: many inputs coded by many workers into a folder of Parquet parts, which can be left and taken up anywhere.

`tasks` (inputs -> tasks) -> `coding` (one task, whoever runs it) by way of `parts` (journal, Parquet) into `folder`
(the manifest, claims). Who runs tasks: `supervising` (own processes, run by `worker`), `cluster` (Dask); `holding`
tells runs of one another. What becomes of the folder: `loading` (into a record), `verifying`.

Reports are coded one by one and hear of no other report, so that their records do not depend on what else is in the
corpus, on which machine came first, or on what was killed. `dragoman ingest` differs in that: it tells the coder what
reports of earlier days say of people.
"""
