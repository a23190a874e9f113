import tseslint from 'typescript-eslint';

export default tseslint.config({ ignores: ['node_modules', '.cache', 'runs', 'dist'] }, ...tseslint.configs.strict, {
  rules: {
    '@typescript-eslint/no-non-null-assertion': 'off', // typed-array and map reads whose bounds the caller has checked
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }], // an argument that only carries a type
    eqeqeq: 'error',
    'prefer-const': 'error',
  },
});
