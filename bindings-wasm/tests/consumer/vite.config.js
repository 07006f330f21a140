// Nothing but what the page's top-level code needs.
export default { build: { target: 'es2022' }, worker: { format: 'es' } };
