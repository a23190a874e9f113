/** The commands, in the order of the help. One line adds one. */
import type { Command } from '../command.ts';
import { doctor } from './doctor.ts';
import { keys } from './keys.ts';
import { list } from './list.ts';
import { report } from './report.ts';
import { rescore } from './rescore.ts';
import { rollout } from './rollout.ts';
import { run } from './run.ts';
import { show } from './show.ts';
import { warmStart } from './warm-start.ts';
import { world } from './world.ts';

export const commands: readonly Command[] = [run, list, show, rollout, rescore, report, world, warmStart, keys, doctor];
