import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const typescript = {
  rules: {
    '@typescript-eslint/no-non-null-assertion': 'off', // map reads and searches whose result the caller knows
    'no-restricted-syntax': [
      'error',
      {
        selector: 'TSNonNullExpression > MemberExpression[computed=true]',
        message: 'An index is never undefined to the compiler, so `!` says nothing: narrow a null, or drop it.',
      },
    ],
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }], // an argument that only carries a type
    eqeqeq: 'error',
    'prefer-const': 'error',
  },
};

export default tseslint.config(
  { ignores: ['node_modules', '.cache', 'runs', 'dist'] },
  ...tseslint.configs.strict,
  ...svelte.configs.recommended,
  typescript,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'prefer-const': 'off', // props are declared together, those that are bound among them
      'svelte/no-navigation-without-resolve': 'off', // there is no SvelteKit
      'svelte/prefer-svelte-reactivity': 'off', // large maps are replaced as a whole, in $state.raw
    },
  },
);
