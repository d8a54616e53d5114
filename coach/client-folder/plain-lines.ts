/** Lines that end as the workbook's do: editors on Windows, and git where it is told to, end them with CR LF. */
export function plainLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
