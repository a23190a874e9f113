import { mount } from 'svelte';
import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './style/tokens.css';
import './style/base.css';
import App from './App.svelte';

mount(App, { target: document.getElementById('app')! });
