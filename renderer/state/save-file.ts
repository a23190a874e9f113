/** Files that leave the window. */

/** How long a dialog may take to ask where the file goes, ms. */
const keptMs = 60_000;

/** Saves a file as the browser does, or where the shell asks to. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
