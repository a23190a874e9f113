/** Read by the editor, svelte-check and vite. */
export default { compilerOptions: { runes: true } };
