/** What runs can be trained on. Apart from the runtime, so that a process that only names devices does not load it. */
export const devices = ['cpu', 'webgpu'] as const;
