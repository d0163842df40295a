import { examples, type Verb } from './verb.ts';

export interface MicroBenchOptions {
  readonly profile: string;
  readonly policy: string;
  readonly times: string;
}

/** `vhost-lab micro-bench`: what single operations of a guest cost under each hypervisor. */
export const microBench: Verb = (program) => {
  program
    .command('micro-bench')
    .summary('time single operations of a guest, as kvm-unit-tests does')
    .description('Does each test of kvm-unit-tests\' micro-bench (hvc, mmio_read_user, mmio_read_vgic, eoi, ipi, ipi_hw, lpi) and prints its table, for every hypervisor or for those named.')
    .argument('[hypervisor...]', 'hypervisors (vhost-lab list hypervisors)')
    .option('--profile <profile>', 'cost profile: a name (vhost-lab list profiles) or a YAML file', 'neoverse-n1')
    .option('--policy <policy>', 'defaults of the software (vhost-lab list policies)', 'no-polling')
    .option('--times <n>', 'how often each is done', '1000')
    .addHelpText('after', examples('micro-bench', 'micro-bench vhe nvhe --profile m400'))
    .action(async (hypervisors: readonly string[], options: MicroBenchOptions) => {
      const { printMicroBench } = await import('./print-micro-bench.ts');
      printMicroBench(hypervisors, options);
    });
};
