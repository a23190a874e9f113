/** The views, in the order of the rail. */
import type { Component } from 'svelte';
import Activity from '@lucide/svelte/icons/activity';
import FileText from '@lucide/svelte/icons/file-text';
import Crosshair from '@lucide/svelte/icons/crosshair';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Plus from '@lucide/svelte/icons/plus';
import Rows3 from '@lucide/svelte/icons/rows-3';
import Scale from '@lucide/svelte/icons/scale';
import SettingsIcon from '@lucide/svelte/icons/settings';
import Compare from './compare/Compare.svelte';
import Credit from './credit/Credit.svelte';
import Experiments from './experiments/Experiments.svelte';
import Live from './live/Live.svelte';
import Reports from './reports/Reports.svelte';
import Rollouts from './rollouts/Rollouts.svelte';
import Settings from './settings/Settings.svelte';
import Setup from './setup/Setup.svelte';

export interface View {
  /** First part of its address. */
  readonly name: string;
  readonly title: string;
  readonly component: Component;
  readonly icon: typeof Activity;
  /** False for a view that is only reached from other views. */
  readonly inRail?: boolean;
}

export const views: readonly View[] = [
  { name: 'experiments', title: 'Experiments', icon: FlaskConical, component: Experiments },
  { name: 'live', title: 'Live', icon: Activity, component: Live },
  { name: 'compare', title: 'Compare', icon: Scale, component: Compare },
  { name: 'rollouts', title: 'Rollouts', icon: Rows3, component: Rollouts },
  { name: 'credit', title: 'Credit', icon: Crosshair, component: Credit, inRail: false },
  { name: 'reports', title: 'Reports', icon: FileText, component: Reports },
  { name: 'settings', title: 'Settings', icon: SettingsIcon, component: Settings },
  { name: 'setup', title: 'New experiment', icon: Plus, component: Setup, inRail: false },
];
