/** The views, in the order of the rail. */
import type { Component } from 'svelte';
import Experiments from './Experiments.svelte';
import Live from './Live.svelte';

export interface View {
  /** First part of its address. */
  readonly name: string;
  readonly title: string;
  readonly component: Component;
  /** False for a view that is reached from others only. */
  readonly inRail?: boolean;
}

export const views: readonly View[] = [
  { name: 'experiments', title: 'Experiments', component: Experiments },
  { name: 'live', title: 'Live', component: Live },
];
