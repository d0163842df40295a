import Table from 'cli-table3';
import { styleText } from 'node:util';

/** A column of a table; `key` columns name the row and are repeated where a table is too wide for the screen. */
export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row) => string;
  readonly right?: boolean;
  readonly key?: boolean;
}

/** Where a table is shown. */
export interface Screen {
  /** Characters in a line; `Infinity` where nothing is cut. */
  readonly width: number;
  readonly boxes: boolean;
  readonly colour: boolean;
}

export function screenOf(stream: NodeJS.WriteStream): Screen {
  const plain = process.env['NO_COLOR'] || process.env['TERM'] === 'dumb';
  return { width: stream.isTTY ? Math.max(20, stream.columns || 80) : Infinity, boxes: stream.isTTY === true, colour: stream.isTTY === true && !plain };
}

/** A table as text; too wide for the screen, its columns come in several tables below each other, each with the key columns. */
export function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[], screen: Screen): string {
  const filled = columns.map(({ head, right = false, key = false, of }): Filled => {
    const cells = rows.map(of);
    return { head, right, key, cells, width: cells.reduce((most, { length }) => Math.max(most, length), head.length) };
  });
  return blocks(filled, screen).map((block) => (screen.boxes ? boxed : aligned)(block, rows.length, screen)).join('\n');
}

/** A column with what stands in it, row by row. */
interface Filled {
  readonly head: string;
  readonly right: boolean;
  readonly key: boolean;
  readonly cells: readonly string[];
  readonly width: number;
}

function blocks(columns: readonly Filled[], { width, boxes }: Screen): readonly (readonly Filled[])[] {
  const gap = 2;
  const widthOf = (column: Filled) => column.width + gap;
  const keys = columns.filter((column) => column.key);
  const room = width - keys.reduce((sum, column) => sum + widthOf(column), boxes ? 2 : 0);
  const found: Filled[][] = [];
  let left = -1;
  for (const column of columns.filter((each) => !each.key)) {
    left -= widthOf(column);
    if (left < 0) {
      found.push([...keys]);
      left = room - widthOf(column);
    }
    found.at(-1)?.push(column);
  }
  return found;
}

function boxed(columns: readonly Filled[], rows: number, { colour }: Screen): string {
  const table = new Table({
    head: columns.map(({ head }) => (colour ? styleText('bold', head) : head)),
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    chars: { left: '│ ', right: '│', middle: ' ', 'top-left': '┌─', 'bottom-left': '└─', 'top-mid': '─', 'bottom-mid': '─', mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (let row = 0; row < rows; row++) table.push(columns.map(({ cells }) => cells[row]));
  return `${table.toString()}\n`;
}

/** Columns apart by two spaces, so that both people and awk can read them: no space in a head, a dash in an empty cell. */
function aligned(columns: readonly Filled[], rows: number): string {
  const line = (textOf: (column: Filled) => string) =>
    `${columns.map((column) => (column.right ? textOf(column).padStart(column.width) : textOf(column).padEnd(column.width))).join('  ').trimEnd()}\n`;
  return [line(({ head }) => head.replaceAll(' ', '_')), ...Array.from({ length: rows }, (_, row) => line(({ cells }) => cells[row] || '-'))].join('');
}
