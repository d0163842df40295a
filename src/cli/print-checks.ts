import { checkAll, type Checked } from '../virtio/memory-model/check.ts';
import { checkRoundTrips } from '../virtio/memory-model/check-round-trip.ts';
import { startOf, storyOf, type Scene } from '../virtio/memory-model/story.ts';
import type { CheckOptions } from './check-notifications.ts';
import { screenOf, tableText, type Column } from './table.ts';

/** Prints the table of all cases and the schedules that lose; false when a case does not come out as the standard has it. */
export function printChecks({ layout, suppression, notification, table, json }: CheckOptions): boolean {
  const isWanted = (protocol: Checked['protocol']): boolean =>
    (layout ?? protocol.layout) === protocol.layout && (suppression ?? protocol.suppression) === protocol.suppression && (notification ?? protocol.direction) === protocol.direction;
  const checks = [...checkAll(isWanted), ...checkRoundTrips(isWanted)];
  const screen = screenOf(process.stdout);
  if (json) process.stdout.write(`${JSON.stringify({ checks: checks.map(plain) }, null, 2)}\n`);
  else process.stdout.write([tableText(checks, columns, screen), ...(table ? [] : tales(checks)), summary(checks)].join('\n'));
  return checks.every(({ verdict, expected }) => verdict === expected);
}

const columns: readonly Column<Checked>[] = [
  { head: 'layout', of: ({ protocol }) => protocol.layout, key: true },
  { head: 'by', of: ({ protocol }) => protocol.suppression, key: true },
  { head: 'for', of: ({ protocol }) => protocol.direction, key: true },
  { head: 'protocol', of: ({ says }) => says, key: true },
  { head: 'verdict', of: ({ verdict, expected }) => (verdict === expected ? verdict : `${verdict} (not ${expected})`) },
  { head: 'entries', of: ({ batches }) => String(Math.max(...batches.map((batch) => batch.reduce((sum, entries) => sum + entries, 0)))), right: true },
  { head: 'states', of: ({ states }) => String(states), right: true },
  { head: 'steps', of: ({ losing }) => String(losing?.schedule.length ?? ''), right: true },
  { head: 'VIRTIO 1.2', of: ({ section }) => section },
  { head: 'seen in', of: ({ seenIn }) => seenIn },
];

/** Cases of one protocol that lose in the same way are told once. */
function tales(checks: readonly Checked[]): readonly string[] {
  const told = new Map<string, { readonly titles: string[]; readonly text: string }>();
  for (const checked of checks) {
    const { losing, verdict, protocol } = checked;
    if (losing === undefined || verdict === 'holds') continue;
    const scenes = storyOf(losing.system, verdict, losing.schedule);
    const text = [`  at first: ${startOf(losing.system)}`, ...sequence(scenes)].join('\n');
    const key = `${protocol.layout} ${protocol.suppression} ${protocol.direction}\n${text}`;
    const tale = told.get(key) ?? { titles: [], text };
    tale.titles.push(`${verdict}: ${protocol.layout}, ${protocol.suppression}, ${protocol.direction}; ${checked.says}`);
    told.set(key, tale);
  }
  return [...told.values()].map(({ titles, text }) => `${titles.join('\n')}\n${text}\n`);
}

function sequence(scenes: readonly Scene[]): readonly string[] {
  const width = (of: (scene: Scene) => string) => Math.max(...scenes.map((scene) => of(scene).length));
  const widths = { thread: width(({ thread }) => thread), role: width(({ role }) => role) };
  return scenes.map(({ thread, role, says, aheadOf }, i) =>
    `  ${String(i + 1).padStart(2)}  ${thread.padEnd(widths.thread)}  ${role.padEnd(widths.role)}  ${says}${aheadOf.length > 0 ? `  <- ahead of its own: ${aheadOf.join(', ')}` : ''}`,
  );
}

function summary(checks: readonly Checked[]): string {
  const count = (verdict: string) => checks.filter((checked) => checked.verdict === verdict).length;
  const states = checks.reduce((sum, checked) => sum + checked.states, 0);
  return `${checks.length} cases, ${states} states: ${count('holds')} hold, ${count('lost')} lose a notification, ${count('stale')} act on stale data\n`;
}

const plain = ({ losing, ...checked }: Checked): object => ({
  ...checked,
  ...(losing !== undefined && checked.verdict !== 'holds' && { at_first: startOf(losing.system), schedule: storyOf(losing.system, checked.verdict, losing.schedule) }),
});
