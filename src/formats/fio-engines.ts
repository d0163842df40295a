/** How an I/O engine of fio keeps requests in flight. */
export interface FioEngine {
  /**
   * `one`: returns when the request is done (FIO_SYNCIO in fio), so the depth is 1 whatever the file says; `cached`: as deep as the
   * file says, but only past the page cache (direct=1); `deep`: knows no page cache; `none`: asks nothing of a block device.
   */
  readonly depth: 'one' | 'cached' | 'deep' | 'none';
  /** Options that only this engine knows. */
  readonly options: readonly string[];
}

const engine = (depth: FioEngine['depth'], options = ''): FioEngine => ({ depth, options: options === '' ? [] : options.split(' ') });

const priority = 'cmdprio_percentage cmdprio_class cmdprio cmdprio_bssplit nowait';
const ring = `hipri ${priority} fixedbufs registerfiles sqthread_poll sqthread_poll_cpu nonvectored uncached force_async`;
const network = 'hostname port protocol nodelay listen pingpong interface ttl window_size mss';

/** Engines of fio 3.33: names from `fio --enghelp`, options from `fio --enghelp=NAME`, depth from the flags in engines/*.c. */
export const fioEngines: ReadonlyMap<string, FioEngine> = new Map([
  ['sync', engine('one')],
  ['psync', engine('one')],
  ['vsync', engine('one')],
  ['pvsync', engine('one')],
  ['pvsync2', engine('one', 'hipri hipri_percentage uncached nowait')],
  ['mmap', engine('one', 'thp')],
  ['splice', engine('one')],
  ['sg', engine('one', 'hipri readfua writefua sg_write_mode stream_id')],
  ['mtd', engine('one', 'skip_bad')],
  ['gfapi', engine('one', 'volume brick single-instance')],
  ['pmemblk', engine('one')],
  ['dev-dax', engine('one')],
  ['libpmem', engine('one')],
  ['libaio', engine('cached', `userspace_reap ${priority}`)],
  ['io_uring', engine('cached', `${ring} cmd_type`)],
  ['posixaio', engine('cached')],
  ['io_uring_cmd', engine('deep', `${ring} cmd_type`)],
  ['null', engine('deep')],
  ['nbd', engine('deep', 'uri')],
  ['rbd', engine('deep', 'clustername rbdname pool clientname busy_poll')],
  ['rados', engine('deep', 'clustername pool clientname conf busy_poll touch_objects')],
  ['gfapi_async', engine('deep', 'volume brick single-instance')],
  ['cpuio', engine('none', 'cpuload cpuchunks cpumode exit_on_io_done')],
  ['net', engine('none', network)],
  ['netsplice', engine('none', network)],
  ['rdma', engine('none', 'hostname bindname port verb')],
  ['ftruncate', engine('none')],
  ['filecreate', engine('none')],
  ['filestat', engine('none', 'stat_type')],
  ['filedelete', engine('none')],
  ['exec', engine('none', 'program arguments grace_time std_redirect')],
  ['falloc', engine('none')],
  ['e4defrag', engine('none', 'donorname inplace')],
]);
