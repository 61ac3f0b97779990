#!/bin/bash
# A corpus on SLURM: an array of 64 jobs, each codes its part of the inputs into the one folder.
#   sbatch slurm.sh
# Jobs that were cut off (time, node, pre-emption) go on where they were when the array is submitted again.
#SBATCH --job-name=dragoman
#SBATCH --array=1-64
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=12:00:00
#SBATCH --requeue
#SBATCH --output=dragoman-%A-%a.log

set -u
source "$HOME/dragoman/.venv/bin/activate"
dragoman corpus run "$HOME/corpus/inputs" --out "$HOME/corpus/out" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --workers "$SLURM_CPUS_PER_TASK"
