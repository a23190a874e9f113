/** Writes the generated pages of docs/; a test checks that each is up to date. */
import { writeFileSync } from 'node:fs';
import { metricsDocument } from './metrics-document.ts';

const pages = { 'metrics.md': metricsDocument };

for (const [name, text] of Object.entries(pages)) writeFileSync(new URL(`../../docs/${name}`, import.meta.url), text());
