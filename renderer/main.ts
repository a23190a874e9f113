import { mount } from 'svelte';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './style/tokens.css';
import './style/base.css';
import App from './App.svelte';
import { followChosenTheme } from './state/choose-theme.ts';
import { connect } from './state/connection.svelte.ts';
import { followOverview } from './state/overview.svelte.ts';
import { followAddress } from './state/router.svelte.ts';
import { followSystemTheme } from './state/theme.svelte.ts';

followSystemTheme();
followAddress();
connect(window.igpoLab);
followOverview();
followChosenTheme();
mount(App, { target: document.getElementById('app')! });
