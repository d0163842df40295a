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
  return blocks(rows, columns, screen).map((block) => (screen.boxes ? boxed : aligned)(rows, block, screen)).join('\n');
}

function blocks<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { width, boxes }: Screen): readonly (readonly Column<Row>[])[] {
  const gap = 2;
  const widthOf = (column: Column<Row>) => widest(rows, column) + gap;
  const keys = columns.filter((column) => column.key);
  const room = width - keys.reduce((sum, column) => sum + widthOf(column), boxes ? 2 : 0);
  const found: Column<Row>[][] = [];
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

const widest = <Row>(rows: readonly Row[], { head, of }: Column<Row>): number => rows.reduce((most, row) => Math.max(most, of(row).length), head.length);

function boxed<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { colour }: Screen): string {
  const table = new Table({
    head: columns.map(({ head }) => (colour ? styleText('bold', head) : head)),
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    chars: { left: '│ ', right: '│', middle: ' ', 'top-left': '┌─', 'bottom-left': '└─', 'top-mid': '─', 'bottom-mid': '─', mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of rows) table.push(columns.map(({ of }) => of(row)));
  return `${table.toString()}\n`;
}

/** Columns apart by two spaces, so that both people and awk can read them: no space in a head, a dash in an empty cell. */
function aligned<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const widths = columns.map((column) => widest(rows, column));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (columns[i]?.right ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ').trimEnd();
  return [columns.map(({ head }) => head.replaceAll(' ', '_')), ...rows.map((row) => columns.map(({ of }) => of(row) || '-'))].map((cells) => `${line(cells)}\n`).join('');
}
