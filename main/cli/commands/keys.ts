/** `igpo-lab keys`: which keys of services are set, and a way to give one. A key comes from standard input: every user
 *  of the machine sees arguments, and the shell keeps them. */
import { text as readAll } from 'node:stream/consumers';
import { keyKinds, keyNames } from '../../../shared/config/keys.ts';
import type { KeyName } from '../../../shared/config/keys.ts';
import { suggestion } from '../../../shared/util/text.ts';
import { keysFile, openKeys } from '../../keys/keys.ts';
import { settingsFile } from '../../run-folder/installation.ts';
import { print, printError } from '../../terminal/print.ts';
import { usage } from '../command.ts';
import type { Command } from '../command.ts';
import { columns } from '../text.ts';

export const keys: Command = {
  name: 'keys',
  arguments: '[set|remove <name>]',
  summary: 'List keys of services (web search, hub), give one on standard input, or remove it.',
  options: {},
  async run({ words }) {
    const [action, name, ...others] = words;
    const kept = openKeys(keysFile(settingsFile));
    if (action === undefined) {
      const { file, keys: kinds } = kept.view();
      const rows = kinds.map(({ name: each, isSet, help }) => [each, isSet ? 'set' : 'not set', help]);
      print(...columns(rows), `Kept in ${file}, which only you can read.`);
      return 0;
    }
    if ((action !== 'set' && action !== 'remove') || name === undefined || others.length > 0)
      throw new RangeError(`keys: expected ${usage(keys)}, got ${words.length} arguments; a key itself is never one`);
    const known = nameOf(name);
    if (action === 'remove') kept.remove(known);
    else {
      if (process.stdin.isTTY) printError(`Paste the key of ${titleOf(known)}, then Enter and Ctrl-D:`);
      kept.set(known, await readAll(process.stdin));
    }
    print(`The key ${known} is ${action === 'set' ? 'kept' : 'removed'}.`);
    return 0;
  },
};

function nameOf(given: string): KeyName {
  const name = keyNames.find((each) => each === given);
  if (name === undefined) throw new RangeError(`keys: unknown name${suggestion(given, keyNames)}`);
  return name;
}

const titleOf = (name: KeyName): string => keyKinds.find((kind) => kind.name === name)!.title;
