/// <reference lib="dom" />

/** Puts a text into the clipboard, or selects it where it stands for the reader to copy; says which. */
export async function copyText(text: string, place: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied.';
  } catch {
    place.closest('details')?.setAttribute('open', '');
    getSelection()?.selectAllChildren(place);
    place.focus();
    return 'The text is selected: copy it.';
  }
}
