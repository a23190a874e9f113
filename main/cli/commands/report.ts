/** `igpo-lab report`: runs compared in one file. */
import { dirname, join } from 'node:path';
import { distinctLabels } from '../../../shared/report/distinct-labels.ts';
import { loadExperiment } from '../../run-folder/experiments.ts';
import { experimentReport } from '../../services/reports/experiment-report.ts';
import { writeReport } from '../../services/reports/report-files.ts';
import { refuseLinks } from '../../files/own.ts';
import { findRuns } from '../find-run.ts';
import { summarise } from '../../run-folder/run-summary.ts';
import { jsonOption, runsOption, usage } from '../command.ts';
import type { Command } from '../command.ts';
import { jsonView } from '../json-view.ts';
import { quietView } from '../run-view.ts';
import { createScreen } from '../../terminal/screen.ts';

export const report: Command = {
  name: 'report',
  arguments: '<runs or experiments…>',
  summary: 'Compare runs: verdict, tables and figures as HTML, Markdown, LaTeX, CSV, SVG and JSON.',
  options: {
    out: { type: 'string', value: 'FILE', help: 'The HTML file; report.html in the experiment’s folder if not given.' },
    title: { type: 'string', value: 'TITLE', help: 'Heading of the report.' },
    runs: runsOption,
    json: jsonOption,
  },
  async run(args) {
    if (args.words.length === 0) throw new RangeError(`report: expected ${usage(report)}, got no runs`);
    const root = args.text('runs') ?? 'runs';
    const found = args.words.map((word) => findRuns(word, root));
    const runs = distinctLabels(found.flatMap(({ folders }) => folders).map(summarise));
    const experiments = found.flatMap(({ experiment }) => experiment ?? []);
    const only = experiments.length === 1 && found.length === 1 ? loadExperiment(`${experiments[0]}/`) : null;
    const data = experimentReport(runs, {
      title: args.text('title') ?? only?.title ?? args.words.join(', '),
      description: only?.description ?? '',
      algorithms: only?.algorithms.map(({ label }) => label) ?? [],
    });
    const files = writeReport(data, (args.text('out') ?? standardFile(experiments, root)).replace(/\.html$/, ''));
    (args.flag('json') ? jsonView() : quietView(createScreen(process.stdout))).result(data, files);
    return 0;
  },
};

/** In the experiment's folder, unless that is a link, which is read and never changed. */
function standardFile(experiments: readonly string[], root: string): string {
  const [folder] = experiments;
  if (experiments.length !== 1) return join(root, 'report.html');
  refuseLinks(dirname(folder), folder);
  return join(folder, 'report.html');
}
