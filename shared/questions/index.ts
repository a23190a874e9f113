/** The catalogue of question sources. */
import { graded } from '../worlds/graded.ts';
import { random } from '../worlds/random.ts';
import { worldQuestions } from './world.ts';

export const questionSources = { graded: worldQuestions(graded), random: worldQuestions(random) } as const;
