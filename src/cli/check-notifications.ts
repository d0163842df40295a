import { Option } from 'commander';
import { unknown } from '../experiment/quoted.ts';
import { examples, type Verb } from './verb.ts';

/** What of the check is wanted, as typed. */
export interface CheckOptions {
  readonly layout?: string;
  readonly suppression?: string;
  readonly notification?: string;
  readonly table?: boolean;
  readonly json?: boolean;
}

/** `vhost-lab check-notifications`: whether a notification can be lost or data be stale under Armv8's memory order. */
export const checkNotifications: Verb = (program) => {
  program
    .command('check-notifications')
    .summary('search for lost notifications under weak memory order')
    .description(
      'Goes through every execution that Armv8 allows of publish, test, drain, enable, re-check and sleep, for up to ' +
        'three entries in a ring that wraps, and of round trips that use descriptors again. Prints whether a notification can be lost or data be stale, with the barriers ' +
        'of VIRTIO 1.2 and with each one left out or weakened, and the shortest schedule that loses. Exit 1 when a case ' +
        'does not come out as the standard has it.',
    )
    .addOption(only('layout', ['split', 'packed'], 'only this layout of the virtqueue'))
    .addOption(only('suppression', ['flags', 'event_idx'], 'only this way to suppress notifications'))
    .addOption(only('notification', ['kick', 'call', 'both'], 'only kicks (to the device), calls (to the driver), or round trips'))
    .option('--table', 'print the table alone, without schedules')
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      examples('check-notifications', 'check-notifications --table', 'check-notifications --layout split --suppression flags --notification kick', 'check-notifications --json > notifications.json'),
    )
    .action(async (options: CheckOptions) => {
      const { printChecks } = await import('./print-checks.ts');
      process.exitCode = printChecks(options) ? 0 : 1;
    });
};

const only = (name: string, words: readonly string[], says: string): Option =>
  new Option(`--${name} <${name}>`, says).choices(words).argParser((word: string) => {
    if (!words.includes(word)) throw new Error(unknown(name, word, words));
    return word;
  });
