// The TypeScript rules of both workspaces: the strict, type-checked set of
// typescript-eslint, and what follows from how this code is used.
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/*.gen.ts',
      '**/*.gen.d.ts',
      'bindings-wasm/tests/consumer/',
      '.cache/',
      'bindings-python/',
      'docs/',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', '*/*.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers in messages are what they look like.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // noUncheckedIndexedAccess makes every index possibly undefined; where a
      // loop's bound proves it is not, "!" says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A generic class with empty methods for what a platform has no need of.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['methods'] }],
    },
  },
  // Scripts and test programs in JavaScript have no types to check by.
  {
    files: ['**/*.js', '**/*.mjs', '**/*.config.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        DOMException: 'readonly',
        WebAssembly: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        window: 'readonly', // in functions that a test sends to a page
      },
    },
  },
);
