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

/** By number where both cells start with one, else as text; cells without a number come last in a column of numbers. */
function compare(a: HTMLTableCellElement | undefined, b: HTMLTableCellElement | undefined): number {
  const [left, right] = [numberIn(a), numberIn(b)];
  if (Number.isNaN(left) && Number.isNaN(right)) return (a?.textContent ?? '').localeCompare(b?.textContent ?? '');
  return (Number.isNaN(left) ? Infinity : left) - (Number.isNaN(right) ? Infinity : right) || 0;
}

/** Reads what `readable` and `percent` wrote; `<1 %` counts as a little more than nothing. */
function numberIn(cell: HTMLTableCellElement | undefined): number {
  const text = (cell?.textContent ?? '').replaceAll('\u202f', '').replaceAll('−', '-');
  return text.startsWith('<') ? 0.5 : Number.parseFloat(text.replace('>', ''));
}
