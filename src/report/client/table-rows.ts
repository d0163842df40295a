/** Rows of the tables within `where` that name a system in their first cell. */
export function systemRows(where: ParentNode, tables: string): readonly { readonly row: HTMLTableRowElement; readonly system: string }[] {
  return [...where.querySelectorAll<HTMLTableRowElement>(`${tables} tbody tr`)].map((row) => ({ row, system: row.cells[0]?.firstChild?.textContent?.trim() ?? '' }));
}

/** Hides the rows of systems outside the selection; an empty selection is all. */
export function showSelected(rows: ReturnType<typeof systemRows>, systems: ReadonlySet<string>): void {
  for (const { row, system } of rows) row.hidden = systems.size > 0 && !systems.has(system);
}
