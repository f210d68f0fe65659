/**
 * The addresses of a list as people write it, as texts that are not checked: separated by commas, semicolons or spaces,
 * with `mailto:` or as `Name <address>`. Words of names are left out; without such names every word is answered.
 */
export function splitMailboxes(text: string): string[] {
  const isNamed = text.includes("<");
  return (isNamed ? text.replace(/"[^"]*"/g, " ") : text)
    .replace(/[<>"]/g, " ")
    .split(/[\s,;|]+/)
    .map((part) => part.replace(/^mailto:/i, ""))
    .filter((part) => part !== "" && (!isNamed || part.includes("@")));
}
