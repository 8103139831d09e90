/** A Markdown table; columns of figures stand on the right. */
export function table(head, lines) {
  const right = head.map(
    (_, column) => column > 0 && lines.every((line) => /^[−+\d–<]/.test(String(line[column]))),
  );
  return [head, head.map((_, column) => (right[column] ? '--:' : '---')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
