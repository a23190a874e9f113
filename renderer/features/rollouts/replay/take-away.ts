/** Saves a rollout as a file, or copies its link. */
import type { RolloutView } from '../../../../shared/ipc/rollout-views.ts';
import { notices } from '../../../state/notices.svelte.ts';
import { saveFile } from '../../../state/save-file.ts';
import { rolloutJson, rolloutMarkdown } from './export.ts';

/** The address of the window, which opens exactly what is shown. */
export async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    notices.done('Link copied');
  } catch {
    notices.error('The clipboard cannot be written to — copy the address of the window instead.');
  }
}

const forms = {
  json: { type: 'application/json', write: (view: RolloutView) => rolloutJson(view) },
  md: { type: 'text/markdown', write: (view: RolloutView) => rolloutMarkdown(view, location.href) },
};

export function saveRollout(view: RolloutView, form: keyof typeof forms): void {
  const { run, step, n } = view.address;
  const { type, write } = forms[form];
  saveFile(`${run.replaceAll('/', '-')}-step-${step}-rollout-${n}.${form}`, new Blob([write(view)], { type }));
}
