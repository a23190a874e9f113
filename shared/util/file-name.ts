/** Names of files and folders from titles. */

/** Of the 255 bytes that a name may have; the longest letters take four. */
const mostCharacters = 60;

/** Names that Windows keeps for devices, with any ending. */
const reserved = /^(?:con|prn|aux|nul|conin|conout|clock|(?:com|lpt)[0-9¹²³])(?:\.|$)/;

/** A name that no file system refuses and no program takes for more: `standard-` comes before one that Windows keeps
 *  for a device. */
export const unreserved = (name: string, standard: string): string =>
  reserved.test(name) ? `${standard}-${name}` : name;

/** A name that every file system takes, without its ending: letters and digits of any script in lower case, with dots
 *  inside, other characters joined to `-`. `standard` if nothing is left. */
export function fileName(title: string, standard = 'untitled'): string {
  const name = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?:[^\p{L}\p{N}.]|\p{Default_Ignorable_Code_Point})+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+/, '');
  const cut = [...name]
    .slice(0, mostCharacters)
    .join('')
    .replace(/[-.]+$/, '');
  return unreserved(cut, standard) || standard;
}
