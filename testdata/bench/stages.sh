#!/bin/sh
# Seconds and peak memory per stage of a frame, after `mvn package`:
#   testdata/bench/stages.sh MODEL|sd15 WIDTH HEIGHT STEPS f32|bf16
# sd15 is Stable Diffusion v1.5's exact shape with random weights. Leave the machine alone meanwhile.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
export OMP_WAIT_POLICY=PASSIVE MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296 MALLOC_ARENA_MAX=1
exec java -Xmx1g -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
    -cp "$root/core/target/test-classes:$root/cli/target/zvideo/lib/*" org.zvideo.core.bench.StageBenchmark "$@"
