/** The first words of a text, on one line. */
export function excerpt(text: string, length_max = 120): string {
  const line = text.replace(/\s+/g, " ").trim();
  const points = Array.from(line);
  return points.length <= length_max ? line : `${points.slice(0, length_max - 1).join("").trimEnd()}…`;
}
