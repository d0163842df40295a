import { collect, examples, type Verb } from './verb.ts';

/** What `inspect` was asked for, as typed. */
export interface InspectOptions {
  readonly meta?: string;
  readonly queue?: string;
  readonly layout?: string;
  readonly size?: string;
  readonly desc?: string;
  readonly driver?: string;
  readonly device?: string;
  readonly features?: string;
  readonly memory?: readonly string[];
  readonly ram?: readonly string[];
  readonly state?: readonly string[];
  readonly json?: boolean;
  readonly html?: string;
  readonly all?: boolean;
}

/** `vhost-lab inspect`: what real virtqueues hold, and what in them violates the standard. */
export const inspect: Verb = (program) => {
  program
    .command('inspect')
    .summary('decode virtqueues from memory dumps and judge them')
    .description(
      [
        'Decodes virtqueues from memory dumps: the chains that are available, in flight and used, what both event fields ask for, whether the next kick and the next interrupt would be sent, and whatever violates VIRTIO 1.2.',
        'Either --meta names the meta.json of a dumped folder, or --layout, --size, --desc, --driver and --device describe one queue. FILE@ADDR says at which guest-physical address a file begins; @ADDR alone takes an area out of --memory. Indices that are not in memory are taken from meta.json or --state, or follow from what is there.',
        'Exit code: 0 when nothing violates the standard, 1 when something does, 2 when the input cannot be read.',
      ].join('\n\n'),
    )
    .option('--meta <file>', 'meta.json of a dump, or its folder')
    .option('--queue <name>', 'only this queue of --meta')
    .option('--layout <layout>', 'split or packed')
    .option('--size <n>', 'queue size: descriptors, 1 to 32768')
    .option('--desc <file>', 'descriptor table or ring: FILE, FILE@ADDR or @ADDR')
    .option('--driver <file>', 'available ring, or driver event suppression')
    .option('--device <file>', 'used ring, or device event suppression')
    .option('--features <names>', 'negotiated: event_idx,indirect_desc,in_order ... or the bits as 0x...')
    .option('--memory <file...>', 'FILE@ADDR: guest memory, for indirect tables; may be given again', collect)
    .option('--ram <range>', 'ADDR+BYTES: the guest has memory here and nowhere else; may be given again', collect)
    .option('--state <key=n>', 'an index that is not in memory: last-avail-idx, used-idx, last-used-idx, signalled-used; N, or SLOT:WRAP in a packed ring; may be given again', collect)
    .option('--json', 'print JSON')
    .option('--html <file>', 'draw the rings into an HTML file')
    .option('--all', 'print every chain')
    .addHelpText(
      'after',
      examples(
        'inspect --meta dump/meta.json',
        'inspect --meta dump --queue virtio-blk-q0 --html rings.html',
        'inspect --layout split --size 256 --desc desc.bin --driver avail.bin --device used.bin',
        'inspect --layout packed --size 8 --desc @0 --driver @128 --device @132 --memory ram@0',
      ),
    )
    .action(async (options: InspectOptions) => {
      const { printInspection } = await import('./print-inspection.ts');
      await printInspection(options);
    });
};
