import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('layers');
const root = fileURLToPath(new URL('..', import.meta.url));

/** The layers of the design, from the top; folders in one row are on one level and know only each other's interfaces. */
const layers: readonly (readonly string[])[] = [
  ['cli'],
  ['engines', 'store'],
  ['formats'],
  ['report'],
  ['calibration'],
  ['experiment'],
  ['backends', 'workloads', 'devices', 'hypervisors'],
  ['virtio'],
  ['machine'],
  ['sim'],
];
const levelOf = (layer: string): number => layers.findIndex((row) => row.includes(layer));
const simulator = layers.slice(levelOf('experiment')).flat();
const mayUseNode = ['cli', 'engines', 'store'];
/** What a layer may take from npm; the simulator gives equal results everywhere because it takes nothing that could differ. */
const packages: Readonly<Record<string, readonly string[]>> = {
  cli: ['commander', 'cli-progress', 'cli-table3'],
  calibration: ['ml-matrix'],
  engines: ['bullmq', 'ioredis'],
  formats: ['yaml', 'zod'],
  store: ['@duckdb/node-api'],
  report: ['vega-dataflow', 'vega-encode', 'vega-interpreter', 'vega-lite', 'vega-parser', 'vega-scenegraph', 'vega-transforms', 'vega-view', 'vega-view-transforms', 'vega'],
};

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

interface Source {
  /** Relative to src, with forward slashes. */
  readonly path: string;
  readonly layer: string;
  readonly text: string;
  /** Without comments and without what stands in quotes. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const sources: readonly Source[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(root, 'src', path), 'utf8');
    return { path, layer: path.includes('/') ? (path.split('/')[0] ?? '') : '', text, code: bare(text), imports: importsOf(text) };
  });

/** Comments and the contents of quotes taken out; good enough for our own style, and the test below watches it. */
function bare(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, (part) => (part.startsWith('/') ? ' ' : "''"));
}

/** `import x from`, `import 'x'`, `import type`, `export ... from` and `import('x')`. */
function importsOf(text: string): readonly Import[] {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/[^\n]*/gm, ' ');
  const statement = /^\s*(?:import\s+(type\s+)?(?:([\w\s{},*]+?)\s*from\s*)?|export\s+(type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?)\s*from\s*)['"]([^'"]+)['"]/gm;
  const stated = [...withoutComments.matchAll(statement)].map(([, typed, imported = '', typedToo, exported = '', from = '']) => ({
    from,
    typeOnly: typed !== undefined || typedToo !== undefined || /^\{(\s*type\s[^,}]*,?)+\s*\}$/.test(imported + exported),
  }));
  const called = [...withoutComments.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, from = '']) => ({ from, typeOnly: false }));
  return [...stated, ...called];
}

/** Folder below src that a relative import leads to, and its path there. */
function target(source: Source, from: string): { readonly layer: string; readonly path: string } {
  const path = join(source.path, '..', from);
  return { path, layer: path.split('/')[0] ?? '' };
}

/** Lists every offence at once: the message is what a developer needs. */
const none = (offences: readonly string[]): void => assert.equal(offences, []);

const inSimulator = sources.filter(({ layer }) => simulator.includes(layer));

test('the reader of this test sees the whole source', () => {
  assert.ok(sources.length > 100, `${sources.length} files`);
  assert.ok(sources.flatMap(({ imports }) => imports).length > 300);
  for (const { path, text, imports } of sources) {
    const lines = text.match(/^(import|export)\b.* from '/gm) ?? [];
    assert.ok(imports.length >= lines.length, path);
  }
});

test('imports of all shapes are seen', () => {
  const text = "import './a.ts';\nimport { b } from './b.ts';\nimport type { C } from './c.ts';\nimport {\n  type D,\n} from './d.ts';\nexport { e } from './e.ts';\nconst f = import('./f.ts');\n// import './g.ts'\n";
  assert.equal(importsOf(text).map(({ from, typeOnly }) => `${from}${typeOnly ? ' type' : ''}`), ['./a.ts', './b.ts', './c.ts type', './d.ts type', './e.ts', './f.ts']);
});

test('every folder of src is a layer, and only the library entry stands beside them', () => {
  none(sources.filter(({ path, layer }) => (layer === '' ? path !== 'index.ts' : levelOf(layer) < 0)).map(({ path }) => path));
});

test('imports point downward only; kinds on one level know only types of each other', () => {
  none(sources.filter(({ layer }) => layer !== '').flatMap((source) =>
    source.imports.filter(({ from }) => from.startsWith('.') && !/\.(mjs|json)$/.test(from)).flatMap(({ from, typeOnly }) => {
      const { layer } = target(source, from);
      const [here, there] = [levelOf(source.layer), levelOf(layer)];
      const allowed = layer === source.layer || there > here || (there === here && typeOnly);
      return allowed ? [] : [`${source.path} imports ${from}`];
    }),
  ));
});

test('what is imported exists and says its ending', () => {
  none(sources.flatMap((source) =>
    source.imports.filter(({ from }) => from.startsWith('.')).flatMap(({ from }) => {
      const { path } = target(source, from);
      return path.endsWith('.ts') ? (sources.some((other) => other.path === path) ? [] : [`${source.path}: no ${path}`]) : /\.(mjs|json)$/.test(path) && mayUseNode.includes(source.layer) ? [] : [`${source.path} imports ${from}`];
    }),
  ));
});

test('only the layers at the top use Node, and each takes few packages', () => {
  none(sources.flatMap(({ path, layer, imports }) =>
    imports.filter(({ from }) => !from.startsWith('.')).flatMap(({ from }) => {
      const allowed = from.startsWith('node:') ? mayUseNode.includes(layer) : (packages[layer] ?? []).includes(from);
      return allowed ? [] : [`${path} imports ${from}`];
    }),
  ));
});

test('only the page of the report knows a browser, only the command line a process and a console', () => {
  const browser = /(?<![.\w])(document\s*\.\s*(create|query|get|body|head|documentElement|add)|window\s*\.\s*(add|remove|location|match|inner|request|open|document)|(navigator|localStorage|location|history)\s*\.|(HTML|SVG)\w*Element\b)/;
  const node = /(?<![.\w])(process\s*\.\s*(argv|env|exit|exitCode|on|once|stdout|stderr|cwd|platform|hrtime)|Buffer\s*\.|__dirname|console\s*\.\s*(log|error|warn|info|debug))\b/;
  none(sources.flatMap(({ path, code, layer }) => {
    if (path.startsWith('report/client/')) return [];
    const found = browser.exec(code) ?? (mayUseNode.includes(layer) ? null : node.exec(code));
    return found ? [`${path}: ${found[0]}`] : [];
  }));
});

test('the simulator has no clock, no chance, no promise and only arithmetic that is equal everywhere', () => {
  const forbidden = /\bDate\b|\bperformance\b|\basync\b|\bawait\b|\bPromise\b|\bsetTimeout\b|\bqueueMicrotask\b|\bfetch\b|\*\*(?!\s*BigInt\()|\bIntl\b|\btoLocale\w+|\blocaleCompare\b/;
  const arithmetic = ['sqrt', 'floor', 'ceil', 'round', 'min', 'max', 'abs', 'clz32', 'imul'];
  none(inSimulator.flatMap(({ path, code }) => [
    ...(forbidden.exec(code) ? [`${path}: ${forbidden.exec(code)?.[0]}`] : []),
    ...[...code.matchAll(/\bMath\b(?:\.(\w+))?/g)].filter(([, name = '']) => !arithmetic.includes(name)).map(([word]) => `${path}: ${word}`),
  ]));
});

test('formats read text and write data: no clock, no chance', () => {
  none(sources.filter(({ layer, code }) => layer === 'formats' && /\bDate\b|\bMath\.random\b|\basync\b|\bawait\b/.test(code)).map(({ path }) => path));
});

test('nothing escapes from the type system', () => {
  none(sources.flatMap(({ path, text, code }) => {
    const found = /:\s*any\b|<any>|\bas any\b|\bas unknown as\b|\benum\s+\w|\bexport default\b/.exec(code)?.[0] ?? /@ts-(ignore|nocheck|expect-error)/.exec(text)?.[0];
    return found ? [`${path}: ${found}`] : [];
  }));
});

test('a file says what it is about, and is short', () => {
  none(sources.filter(({ path }) => ['utils', 'util', 'helpers', 'helper', 'common', 'types', 'misc'].includes(basename(path, '.ts'))).map(({ path }) => path));
  none(sources.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length })).filter(({ lines }) => lines > 250).map(({ path, lines }) => `${path}: ${lines} lines`));
  none(sources.filter(({ path }) => basename(path) === 'index.ts' && path.split('/').length > 3).map(({ path }) => path));
});

test('every test file runs its suite, whole', () => {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts'));
  assert.ok(files.length > 20);
  none(files.flatMap((path) => {
    const text = bare(readFileSync(join(root, 'test', path), 'utf8'));
    return [...(/\.run\(\)/.test(text) ? [] : [`${path} never runs`]), ...(/\.(only|skip)\(/.test(text) ? [`${path} leaves tests out`] : [])];
  }));
});

test('no file stands at the top of the project that belongs elsewhere', () => {
  const allowed = ['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'LICENSE', 'lab', 'src', 'reports', 'test', 'node_modules', 'dist'];
  none(readdirSync(root).filter((name) => !name.startsWith('.') && !allowed.includes(name) && !name.endsWith('.tgz')));
});

test.run();
