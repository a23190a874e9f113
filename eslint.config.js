import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const assertedIndex = {
  selector: 'TSNonNullExpression > MemberExpression[computed=true]',
  message: 'An index is never undefined to the compiler, so `!` says nothing: narrow a null, or drop it.',
};

const inherited = {
  selector: "BinaryExpression[operator='in'][left.type!='Literal'][left.type!='PrivateIdentifier']",
  message: 'A received name may be that of every object, such as constructor: use Object.hasOwn, `own` or a Map.',
};

// Received text can hold escape sequences: main/terminal shows them, and is the only one that writes.
const unshown = [
  {
    selector:
      "CallExpression[callee.object.object.name='process'][callee.object.property.name=/^std(out|err)$/][callee.property.name='write']",
    message: 'Text reaches the terminal through main/terminal/print.ts, which shows what would act on it.',
  },
  {
    selector: "CallExpression[callee.object.name='console']",
    message: 'Text reaches the terminal through main/terminal/print.ts, which shows what would act on it.',
  },
];

// A test that measures time, or waits for a moment, fails by chance on a busy machine. Times belong in test/bench.
const stopwatch = [
  {
    selector: "CallExpression[callee.object.name='performance'][callee.property.name='now']",
    message: 'Count what is done instead of timing it: a time depends on the machine.',
  },
  {
    selector: "MemberExpression[object.name='process'][property.name=/^(cpuUsage|hrtime|uptime)$/]",
    message: 'Count what is done instead of timing it: a time depends on the machine.',
  },
  {
    selector: "MemberExpression[property.name='waitForTimeout']",
    message: 'Wait for an event: a moment that is long enough here is too short elsewhere.',
  },
];
const clock = [
  {
    selector:
      "CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Give the code under test a fixed time: the clock of the machine differs between runs.',
  },
  {
    selector: 'CallExpression[callee.name=/^set(Timeout|Interval)$/]',
    message: 'Wait for an event (test/support/until.ts), or mock the timers.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^node:timers/]',
    message: 'Wait for an event (test/support/until.ts), or mock the timers.',
  },
];

// Text of reactive values is for people and files. What it would be compared for, `settled` of renderer/state compares.
const json = "CallExpression[callee.object.name='JSON']";
const serialisedInput = [
  `${json}[callee.property.name='parse']`,
  `CallExpression[callee.name=/^[$](derived|effect)$/] ${json}`,
  `CallExpression[callee.object.name=/^[$](derived|effect)$/] ${json}`,
  `BinaryExpression > ${json}`,
].map((selector) => ({
  selector,
  message: 'Reactive input is compared by content, with `settled` or `same` of renderer/state, and not serialised.',
}));

const typescript = {
  rules: {
    '@typescript-eslint/no-non-null-assertion': 'off', // map reads and searches whose result the caller knows
    'no-restricted-syntax': ['error', assertedIndex, inherited],
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }], // an argument that only carries a type
    eqeqeq: 'error',
    'max-len': [
      'error',
      {
        code: 120,
        ignoreUrls: true,
        ignoreStrings: true,
        ignoreTemplateLiterals: true,
        ignoreRegExpLiterals: true,
        ignorePattern: '^\\s*[\\w:-]+="[^"]*"$', // an attribute in markup, alone on its line
      },
    ],
    'prefer-const': 'error',
  },
};

export default tseslint.config(
  { ignores: ['node_modules', '.cache', 'runs', 'dist'] },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  typescript,
  {
    files: ['main/**'],
    ignores: ['main/terminal/**'],
    rules: { 'no-restricted-syntax': ['error', assertedIndex, inherited, ...unshown] },
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/bench/**', 'test/evidence/**', 'test/fuzz/**'],
    rules: { 'no-restricted-syntax': ['error', assertedIndex, ...stopwatch] },
  },
  {
    files: ['test/**/*.test.ts'],
    ignores: ['test/bench/**', 'test/evidence/**'],
    rules: { 'no-restricted-syntax': ['error', assertedIndex, ...stopwatch, ...clock] },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'prefer-const': 'off', // props are declared together, those that are bound among them
      'svelte/no-navigation-without-resolve': 'off', // there is no SvelteKit
      'svelte/prefer-svelte-reactivity': 'off', // large maps are replaced as a whole, in $state.raw
    },
  },
  {
    files: ['renderer/**'],
    ignores: ['renderer/state/remembered.svelte.ts'], // what the page remembers is text
    rules: { 'no-restricted-syntax': ['error', assertedIndex, inherited, ...serialisedInput] },
  },
);
