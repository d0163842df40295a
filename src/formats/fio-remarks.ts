/** An option that would change what is measured and is not modelled: the values under which it changes nothing, and why it is refused. */
export interface FioRefusal {
  readonly harmless: readonly string[];
  readonly because: string;
}

const batches = 'requests are submitted and collected one at a time';
const sync = 'synchronous writes are not modelled: write fsync=1';
const think = 'thinktime is a pause after every request';

/** Options that fio knows and that are refused unless their value is harmless. */
export const fioRefusals: ReadonlyMap<string, FioRefusal> = new Map(
  Object.entries({
    bsrange: { harmless: [], because: 'write bssplit=SIZE/PERCENT:...' },
    bs_is_seq_rand: { harmless: ['0'], because: 'write bs=READ,WRITE' },
    create_only: { harmless: ['0'], because: 'such a job asks nothing of the device' },
    flow: { harmless: ['0'], because: 'jobs run independently of each other' },
    io_submit_mode: { harmless: ['inline'], because: 'requests are submitted by the job itself' },
    iodepth_batch: { harmless: ['1'], because: batches },
    iodepth_batch_complete_max: { harmless: ['0', '1'], because: batches },
    iodepth_batch_complete_min: { harmless: ['0', '1'], because: batches },
    iodepth_low: { harmless: ['0'], because: 'the queue is refilled after every completion' },
    kb_base: { harmless: ['1024'], because: 'k is 1024 and kib is 1000 here, fio\'s default' },
    latency_target: { harmless: ['0'], because: 'the depth does not follow the latency: write iodepth=N' },
    profile: { harmless: [], because: 'write out what the profile does' },
    rate: { harmless: ['0'], because: 'write rate_iops=N' },
    rate_ignore_thinktime: { harmless: ['0'], because: 'rate_iops counts thinktime' },
    rate_process: { harmless: ['linear'], because: 'use the open-loop workload for Poisson arrivals' },
    read_iolog: { harmless: [], because: 'recorded requests are not replayed' },
    sync: { harmless: ['0', 'none'], because: sync },
    sync_file_range: { harmless: [], because: 'write fsync=N' },
    thinktime_blocks: { harmless: ['1'], because: think },
    thinktime_blocks_type: { harmless: ['complete'], because: think },
    thinktime_iotime: { harmless: ['0'], because: think },
    thinktime_spin: { harmless: ['0'], because: 'thinktime sleeps' },
    verify: { harmless: ['0'], because: 'nothing is read back to be verified' },
    verify_only: { harmless: ['0'], because: 'nothing is read back to be verified' },
    write_barrier: { harmless: ['0'], because: 'write fsync=N' },
    zonemode: { harmless: ['none'], because: 'zones are not modelled' },
  } satisfies Record<string, FioRefusal>),
);

const device = 'the device is chosen with the system';
const length = 'a run ends by requests, number_ios or runtime';
const place = 'where on the device a request goes is not modelled';
const core = 'cores are chosen by topology parameters';
const together = 'all jobs start together';
const seed = 'the seed is the experiment\'s';
const figures = 'the report shows every figure';
const never = 'a job file never runs commands';
const percentiles = 'the report shows p50 to p99.99';

/** Why an option has no effect, where there is more to say than that it is not modelled. */
export const fioReasons: ReadonlyMap<string, string> = new Map(
  Object.entries({
    filename: device,
    directory: device,
    size: length,
    filesize: length,
    io_size: length,
    loops: length,
    time_based: length,
    ramp_time: 'warm-up is the experiment\'s',
    ioengine: 'but on how many requests can be in flight',
    direct: 'but on how many requests can be in flight',
    buffered: 'but on how many requests can be in flight',
    name: 'a job is called by its section',
    stonewall: together,
    startdelay: together,
    wait_for: together,
    new_group: figures,
    group_reporting: figures,
    percentile_list: percentiles,
    clat_percentiles: percentiles,
    lat_percentiles: percentiles,
    slat_percentiles: percentiles,
    norandommap: place,
    random_distribution: place,
    random_generator: place,
    percentage_random: place,
    offset: place,
    offset_increment: place,
    offset_align: place,
    ba: place,
    rw_sequencer: place,
    nrfiles: place,
    randrepeat: seed,
    randseed: seed,
    allrandrepeat: seed,
    cpus_allowed: core,
    cpumask: core,
    cpus_allowed_policy: core,
    numa_cpu_nodes: core,
    numa_mem_policy: core,
    exec_prerun: never,
    exec_postrun: never,
  }),
);
