/** Colours are CSS variables with a value for light and for dark; all differ in lightness too, for those who do not see the hue. */
const BACKENDS: readonly string[] = ['vhost', 'user-thread', 'sidecore', 'el2', 'passthrough', 'trap-and-emulate', 'null'];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'triangle-down', 'cross', 'triangle-right'] as const;

const HYPERVISORS: readonly string[] = ['static-partition', 'xen', 'nvhe', 'vhe', 'bare-metal'];

/** Known hypervisors in their fixed order, then others by name. */
export function orderedHypervisors(hypervisors: Iterable<string>): readonly string[] {
  return ordered(hypervisors, HYPERVISORS);
}

/** Known backends in their fixed order, then others by name. */
export function orderedBackends(backends: Iterable<string>): readonly string[] {
  return ordered(backends, BACKENDS);
}

function ordered(names: Iterable<string>, known: readonly string[]): readonly string[] {
  // An unknown name's index, -1, becomes the greatest number.
  const rank = (name: string) => known.indexOf(name) >>> 0;
  return [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

export function backendColours(backends: readonly string[]): readonly string[] {
  return backends.map((name) => (BACKENDS.includes(name) ? `var(--b-${name})` : 'var(--b-other)'));
}

export function backendShapes(backends: readonly string[]): readonly string[] {
  // The same shape for a backend wherever it is drawn.
  return backends.map((name, i) => SHAPES[(BACKENDS.includes(name) ? BACKENDS.indexOf(name) : i) % SHAPES.length] ?? 'circle');
}

export const ROLE_COLOURS = ['var(--r-1)', 'var(--r-2)', 'var(--r-3)', 'var(--r-4)', 'var(--r-5)', 'var(--r-6)', 'var(--r-7)'] as const;
export const LEVEL_COLOURS = ['var(--l-0)', 'var(--l-1)', 'var(--l-2)'] as const;
export const KIND_COLOURS = ['var(--k-1)', 'var(--k-2)', 'var(--k-3)', 'var(--k-4)'] as const;
