import { element } from './element.ts';

/** Turns the column heads of a table into buttons that sort it: first the way a reader wants it, then the other way. */
export function sortable(table: HTMLTableElement): void {
  const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
  for (const [column, head] of heads.entries()) {
    const button = element('button', { type: 'button' }, head.textContent ?? '');
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const descending = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const body = table.tBodies[0];
      if (!body) return;
      const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column]));
      body.append(...(descending ? rows.reverse() : rows));
    });
  }
}

/** By number where there is one; empty cells last. */
function compare(a: HTMLTableCellElement | undefined, b: HTMLTableCellElement | undefined): number {
  const left = a?.dataset['n'];
  const right = b?.dataset['n'];
  if (left === undefined || right === undefined) return (a?.textContent ?? '').localeCompare(b?.textContent ?? '');
  return (left === '' ? Infinity : Number(left)) - (right === '' ? Infinity : Number(right)) || 0;
}
