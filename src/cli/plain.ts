/** Text of the report for a terminal: ordinary spaces and signs, which can be copied and looked for. */
export const plain = (text: string): string => text.replaceAll('\u202f', ' ').replaceAll('−', '-');
