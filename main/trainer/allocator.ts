/** How a process that trains is told to allocate. onnxruntime would keep an arena for each of some sixty sessions, 3 GB for a model of 0.1M
 *  parameters. Without arenas the sessions share the heap: a seventh of the memory. The heap must then keep what was freed instead of giving
 *  it back to the system after every run, which costs a fifth of the speed: that is what these say to glibc. Elsewhere they do nothing. */
export const allocatorEnvironment = {
  MALLOC_MMAP_THRESHOLD_: String(2 ** 25),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
  MALLOC_TOP_PAD_: String(2 ** 26),
};
