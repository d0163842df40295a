import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = { 'vhost-lab': join(root, 'src/index.ts'), 'vhost-lab/formats': join(root, 'src/formats/index.ts') };

/** A fenced block of a guide: `ts` is code, `text` what the code before it prints. */
export interface Block {
  readonly kind: string;
  readonly text: string;
}

export const guideFile = (name: string): string => join(root, 'lab/guides', `${name}.md`);

/** The blocks of a guide in their order. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, kind = '', text = '']) => ({ kind, text }));
}

/** All code of a guide as one module, as a reader would have it. */
export const codeOf = (blocks: readonly Block[]): string => blocks.filter(({ kind }) => kind === 'ts').map(({ text }) => text).join('\n');

const MARK = '\u0000end of an output\u0000';

/** What the code of a guide prints before each of its `text` blocks; it is checked by tsc before it runs. */
export function outputsOf(name: string): readonly string[] {
  const blocks = blocksOf(readFileSync(guideFile(name), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'vhost-lab-guide-'));
  try {
    writeFileSync(join(folder, `${name}.mts`), codeOf(blocks));
    const paths = Object.fromEntries(Object.entries(sources).map(([from, to]) => [from, [to]]));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions: { paths, typeRoots: [join(root, 'node_modules/@types')] }, include: [], files: [`${name}.mts`] }));
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8', stdio: ['ignore', 'inherit', 'inherit'] });
    const marked = blocks.map(({ kind, text }) => (kind === 'ts' ? text : kind === 'text' ? `console.log(${JSON.stringify(MARK)});\n` : '')).join('\n');
    const here = Object.entries(sources).reduce((code, [from, to]) => code.replaceAll(`from '${from}'`, `from '${pathToFileURL(to)}'`), marked).replaceAll('vhost-lab/lab/', `${pathToFileURL(root)}lab/`);
    writeFileSync(join(folder, 'run.mts'), here);
    const { FORCE_COLOR: _, ...env } = process.env; // whatever runs the tests may like colours
    const printed = execFileSync(process.execPath, ['--import', 'tsx', join(folder, 'run.mts')], { cwd: root, env, encoding: 'utf8' });
    return printed.split(`${MARK}\n`).slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A guide with other outputs. */
export function withOutputs(markdown: string, outputs: readonly string[]): string {
  const left = [...outputs];
  return markdown.replace(/^```text\n[\s\S]*?^```$/gm, () => `\`\`\`text\n${left.shift() ?? ''}\`\`\``);
}
