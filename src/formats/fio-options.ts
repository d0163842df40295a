/** How fio reads the value of an option: `flag` may stand bare, `power` is a power of 2, `gone` is an error in fio itself. */
export type FioKind = 'flag' | 'bool' | 'int' | 'time' | 'zone' | 'range' | 'floats' | 'choice' | 'text' | 'pattern' | 'power' | 'gone';

/** One option that fio knows, with what it takes. */
export interface FioOption {
  readonly name: string;
  readonly kind: FioKind;
  /** The words of a choice, without what may follow them behind a colon. */
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

/**
 * Every option of fio 3.33 as Debian 12 builds it, by kind, with choices and limits: from `fio --cmdhelp=all`, `fio --cmdhelp=NAME`
 * and, for the nine that the help hides, options.c of that release.
 */
const known = {
  flag: `
    bs_unaligned exitall exitall_on_error group_reporting new_group norandommap refill_buffers stonewall thread time_based
    verify_only zero_buffers`,
  bool: `
    allow_file_create allow_mounted_write allrandrepeat atomic block_error_percentiles bs_is_seq_rand buffered cgroup_nodelete
    clat_percentiles create_fsync create_on_open create_only create_serialize dedupe_global direct disable_bw_measurement
    disable_clat disable_lat disable_slat disk_util do_verify end_fsync error_dump experimental_verify file_append fill_device
    fsync_on_close gtod_reduce ignore_zone_limits invalidate lat_percentiles latency_run log_alternate_epoch log_max_value
    log_offset log_prio log_store_compressed log_unix_epoch overwrite per_job_logs pre_read randrepeat rate_ignore_thinktime
    read_beyond_wp read_iolog_chunked replay_no_stall scramble_buffers serialize_overlap slat_percentiles softrandommap stats
    trim_verify_zero unique_filename unlink unlink_each_loop verify_dump verify_fatal verify_state_load verify_state_save`,
  int: `
    ba=1.. bs=1.. buffer_compress_chunk buffer_compress_percentage=0..100 bwavgtime cgroup_weight=100..1000 cpumask
    dedupe_percentage=0..100 dedupe_working_set_percentage=0..100 fdatasync filesize=1.. flow=0..1000 flow_id flow_sleep fsync
    gid gtod_cpu hugepage-size iodepth=1.. iodepth_batch iodepth_batch_complete_max iodepth_batch_complete_min iodepth_low
    iomem_align iopsavgtime job_max_open_zones=0..4096 lockmem log_alternate_epoch_clock_id log_avg_msec
    log_compression=1024..536870912 log_entries=1024..1048576 log_hist_coarseness log_hist_msec loops max_open_zones=0..4096
    nice=-20..19 nrfiles number_ios numjobs offset_align openfiles percentage_random=0..100 prio=0..7 prioclass=0..3 randseed
    rate rate_cycle rate_iops rate_iops_min rate_min replay_scale replay_time_scale=1.. rwmixread=0..100
    rwmixwrite=0..100 significant_figures=1..10 thinktime_blocks trim_backlog trim_backlog_batch trim_percentage=0..100 uid
    verify_async verify_backlog verify_backlog_batch verify_interval=80.. verify_offset=40.. write_barrier zonecapacity
    zonerange zonesize`,
  time: `
    latency_target latency_window max_latency ramp_time runtime startdelay steadystate_duration steadystate_ramp_time
    thinktime thinktime_iotime thinktime_spin`,
  zone: `
    io_size offset offset_increment size zoneskip`,
  range: `
    bsrange`,
  floats: `
    latency_percentile=0..100 merge_blktrace_iters merge_blktrace_scalars percentile_list=0..100 zone_reset_frequency=0..1 zone_reset_threshold=0..1`,
  choice: `
    clocksource=gettimeofday|clock_gettime|cpu continue_on_error=none|read|write|io|verify|all|0|1
    cpus_allowed_policy=shared|split dedupe_mode=repeat|working_set exit_what=group|stonewall|all
    fadvise_hint=0|1|random|sequential fallocate=none|native|posix|keep|truncate|0|1
    file_service_type=random|zipf|pareto|normal|gauss|roundrobin|sequential io_submit_mode=inline|offload kb_base=1024|1000
    lockfile=none|exclusive|readwrite mem=malloc|shm|shmhuge|mmap|mmapshared|mmaphuge profile=tiobench|act
    random_distribution=random|zipf|pareto|normal|zoned|zoned_abs random_generator=tausworthe|lfsr|tausworthe64
    rate_process=linear|poisson rw=read|write|trim|randread|randwrite|randtrim|rw|readwrite|randrw|trimwrite|randtrimwrite
    rw_sequencer=sequential|identical steadystate=iops|iops_slope|bw|bw_slope sync=none|0|sync|1|dsync
    sync_file_range=wait_before|write|wait_after thinktime_blocks_type=complete|issue
    unified_rw_reporting=none|mixed|both|0|1|2 unit_base=0|8|1
    verify=0|md5|crc64|crc32|crc32c-intel|crc32c|crc16|crc7|sha1|sha256|sha512|sha3-224|sha3-256|sha3-384|sha3-512|xxhash|meta|pattern|null
    write_hint=none|short|medium|long|extreme zonemode=none|strided|zbd`,
  text: `
    bssplit cgroup cpus_allowed description directory exec_postrun exec_prerun filename filename_format
    flow_watermark ignore_error ioengine ioscheduler log_compression_cpus merge_blktrace_file name numa_cpu_nodes
    numa_mem_policy opendir read_iolog replay_redirect replay_skip verify_async_cpus verifysort verifysort_nr
    wait_for write_bw_log write_hist_log write_iolog write_iops_log write_lat_log`,
  pattern: 'buffer_pattern verify_pattern',
  power: 'replay_align',
  gone: 'percentage_sequential rwmixcycle',
} satisfies Record<FioKind, string>;

/** Second names, from the `alias` line of `fio --cmdhelp=NAME`. */
const aliases = `
  blockalign=ba blocksize=bs blocksize_unaligned=bs_unaligned blocksize_range=bsrange disable_bw=disable_bw_measurement
  fill_fs=fill_device io_limit=io_size iodepth_batch_submit=iodepth_batch iodepth_batch_complete=iodepth_batch_complete_min
  mem_align=iomem_align iomem=mem nr_files=nrfiles fileoffset=offset ratecycle=rate_cycle ratemin=rate_min timeout=runtime
  readwrite=rw ss=steadystate ss_dur=steadystate_duration ss_ramp=steadystate_ramp_time wait_for_previous=stonewall`;

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

const before = (text: string, mark: string): string => (text.includes(mark) ? text.slice(0, text.indexOf(mark)) : text);
const after = (text: string, mark: string): string => (text.includes(mark) ? text.slice(text.indexOf(mark) + mark.length) : '');

const option = (kind: FioKind, word: string): FioOption => {
  const name = before(word, '=');
  const rest = after(word, '=');
  if (kind === 'choice') return { name, kind, choices: rest.split('|') };
  const max = after(rest, '..');
  return { name, kind, ...(rest === '' ? {} : { min: Number(before(rest, '..')) }), ...(max === '' ? {} : { max: Number(max) }) };
};

const byName = new Map<string, FioOption>();
for (const [kind, names] of Object.entries(known)) {
  for (const word of words(names)) byName.set(before(word, '='), option(kind as FioKind, word));
}
for (const word of words(aliases)) {
  const target = byName.get(after(word, '='));
  if (target !== undefined) byName.set(before(word, '='), target);
}

/** Options by name and by second name; the value carries the first name. */
export const fioOptions: ReadonlyMap<string, FioOption> = byName;
