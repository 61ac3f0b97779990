#!/bin/bash
# A corpus on PBS (PBS Pro, OpenPBS): an array of 64 jobs, each codes its part of the inputs into the one folder.
#   qsub pbs.sh
# Jobs that were cut off go on where they were when the array is submitted again.
#PBS -N dragoman
#PBS -J 1-64
#PBS -l select=1:ncpus=4:mem=8gb
#PBS -l walltime=12:00:00
#PBS -r y
#PBS -j oe

set -u
PARTS=64  # as many as the array has
source "$HOME/dragoman/.venv/bin/activate"
dragoman corpus run "$HOME/corpus/inputs" --out "$HOME/corpus/out" \
  --shard "$PBS_ARRAY_INDEX/$PARTS" --workers 4
