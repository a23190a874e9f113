/** The charts as this person has arranged them: kept with the settings, so that every window and host shows them so. */
import { client } from '../../state/connection.svelte.ts';
import { follow } from '../../state/stream.svelte.ts';
import { attempt } from '../../state/notices.svelte.ts';
import type { Arrangement } from './arrangement.ts';

export interface OwnCharts {
  value: Arrangement;
  /** False until the settings have come. */
  readonly loaded: boolean;
}

/** Call it while a component is set up. Where nothing may be changed, an arrangement lasts as long as the component. */
export function ownCharts(): OwnCharts {
  const settings = follow('settings', () => ({}));
  /** Ahead of the settings until they say the same. */
  let own = $state.raw<Arrangement | null>(null);
  const kept = $derived(settings.value?.charts ?? []);
  return {
    get value() {
      return own ?? kept;
    },
    set value(charts) {
      own = charts;
      if (settings.value?.readOnly === false) void attempt(() => client.request('changeSettings', { charts }));
    },
    get loaded() {
      return settings.value !== null || settings.error !== null;
    },
  };
}
